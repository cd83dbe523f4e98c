// SPDX-License-Identifier: Apache-2.0
#include "model/pack/read_head.hpp"
#include "model/pack/read_ledger.hpp"
#include "model/pack/read_map.hpp"
#include "model/pack/read_role.hpp"

namespace taizhang::model {
namespace {

using Kind = DefinitionDocument::Kind;

// What the lists of one pack are read from.
class Source {
  public:
    explicit Source(std::vector<StoredDocument> documents) : documents_(std::move(documents)) {}

    std::vector<std::size_t> of_kind(Kind kind) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < documents_.size(); ++i) {
            if (documents_[i].kind == kind) {
                found.push_back(i);
            }
        }
        return found;
    }
    const StoredDocument& at(std::size_t index) const { return documents_[index]; }

    template <typename Work>
    auto read(std::size_t index, const Work& work) const {
        const auto& stored = documents_[index];
        auto node = node_from_json(stored.json);
        if (!node) {
            throw BrokenDefinition(node.error());
        }
        PackProblems problems;
        TreeReader reader(stored.file, problems, TreeReader::Depth::AsNeeded);
        auto definition = work({stored.kind, stored.name, stored.file, std::move(*node)}, reader);
        if (!problems.empty()) {
            throw BrokenDefinition(problems.errors.front());
        }
        return definition;
    }

  private:
    std::vector<StoredDocument> documents_;
};

using Shared = std::shared_ptr<const Source>;

template <typename Definition, typename Work>
DefinitionList<Definition> list_of(const Shared& source, Kind kind, Work work) {
    auto places = source->of_kind(kind);
    std::vector<std::string> names;
    names.reserve(places.size());
    for (const std::size_t place : places) {
        names.push_back(source->at(place).name);
    }
    return {std::move(names), [source, places = std::move(places), work = std::move(work)](
                                  std::size_t index) { return source->read(places[index], work); }};
}

}  // namespace

Pack open_pack(std::vector<StoredDocument> documents) {
    const auto source = std::make_shared<const Source>(std::move(documents));
    Pack pack;
    for (const std::size_t head : source->of_kind(Kind::Pack)) {
        pack = source->read(head, [](const DefinitionDocument& document, TreeReader& reader) {
            Pack read;
            read_head(document.node, read, reader);
            return read;
        });
    }
    // Readers hold what they look things up in: a pack of the lists before theirs.
    const auto chapters = std::make_shared<const Pack>(pack);
    pack.ledgers = list_of<LedgerDefinition>(
        source, Kind::Ledger, [chapters](const DefinitionDocument& document, TreeReader& reader) {
            return read_ledger(document.node, *chapters, reader);
        });
    const auto ledgers = std::make_shared<const Pack>(pack);
    pack.indicators = list_of<IndicatorDefinition>(
        source, Kind::Indicator, [ledgers](const DefinitionDocument& document, TreeReader& reader) {
            return read_indicator(document.node, *ledgers, reader);
        });
    pack.reports = list_of<ReportSource>(source, Kind::Report, read_report);
    pack.maps = list_of<ImportMap>(
        source, Kind::Map, [ledgers](const DefinitionDocument& document, TreeReader& reader) {
            return read_map(document.node, *ledgers, reader);
        });
    pack.roles = list_of<RoleDefinition>(
        source, Kind::Role, [ledgers](const DefinitionDocument& document, TreeReader& reader) {
            return read_role(document.node, *ledgers, reader);
        });
    return pack;
}

}  // namespace taizhang::model
