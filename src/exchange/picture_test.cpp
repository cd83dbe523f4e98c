// SPDX-License-Identifier: Apache-2.0
#include "exchange/picture.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "exchange/exif_orientation.hpp"
#include "exchange/jpeg.hpp"
#include "exchange/png_image.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::TempDir;
using test::write_file;

constexpr std::string_view kPlace = "31.2304N 121.4737E";

// Red above, blue below; in the upper left corner a green square.
Raster drawing(std::uint32_t width, std::uint32_t height, std::uint32_t channels = 3) {
    Raster raster{width, height, channels, {}};
    raster.samples.resize(raster.row_bytes() * height);
    for (std::uint32_t y = 0; y < height; ++y) {
        for (std::uint32_t x = 0; x < width; ++x) {
            auto* pixel = raster.row(y) + std::size_t{x} * channels;
            const bool corner = x < width / 4 && y < height / 4;
            pixel[0] = !corner && y < height / 2 ? 255 : 0;
            pixel[1] = corner ? 255 : 0;
            pixel[2] = y >= height / 2 ? 255 : 0;
            if (channels == 4) {
                pixel[3] = 200;
            }
        }
    }
    return raster;
}

std::string little(std::uint32_t value, std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) {
        text += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
    return text;
}

std::string entry(std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
    return little(tag, 2) + little(type, 2) + little(1, 4) + little(value, 4);
}

std::string exif(std::uint32_t orientation) {
    return std::string("Exif\0\0", 6) + std::string("II*\0", 4) + little(8, 4) + little(2, 2) +
           entry(0x0112, 3, orientation) + entry(0x8825, 4, 38) + little(0, 4) +
           std::string(kPlace);
}

std::string with_exif(const std::string& jpeg, std::uint32_t orientation) {
    const std::string segment = exif(orientation);
    const auto length = static_cast<std::uint32_t>(segment.size() + 2);
    return jpeg.substr(0, 2) + "\xFF\xE1" + static_cast<char>(length >> 8U) +
           static_cast<char>(length & 0xFFU) + segment + jpeg.substr(2);
}

// What was published, decoded.
Raster decoded(const Picture& picture, const TempDir& folder) {
    const auto file = write_file(folder / "published", picture.bytes);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "rb"),
                                                                 std::fclose);
    Raster raster;
    const auto read = [&](auto& reader, std::uint32_t channels) {
        raster = {reader.width(), reader.height(), channels, {}};
        raster.samples.resize(raster.row_bytes() * raster.height);
        for (std::uint32_t y = 0; y < raster.height; ++y) {
            EXPECT_TRUE(reader.next_row(raster.row(y)));
        }
        EXPECT_TRUE(reader.finish());
    };
    if (picture.media_type == "image/jpeg") {
        JpegReader reader(stream.get());
        EXPECT_TRUE(reader.read_head() && reader.begin());
        read(reader, 3);
    } else {
        PngReader reader(stream.get());
        EXPECT_TRUE(reader.read_head() && reader.begin());
        read(reader, reader.channels());
    }
    return raster;
}

char colour_at(const Raster& raster, std::uint32_t x, std::uint32_t y) {
    const auto* pixel = raster.row(y) + std::size_t{x} * raster.channels;
    return pixel[1] > 128 ? 'g' : pixel[0] > 128 ? 'r' : pixel[2] > 128 ? 'b' : '?';
}

// The colours of the corners, from the upper left one clockwise.
std::string corners(const Raster& raster) {
    const std::uint32_t right = raster.width - 3;
    const std::uint32_t bottom = raster.height - 3;
    return {colour_at(raster, 2, 2), colour_at(raster, right, 2), colour_at(raster, right, bottom),
            colour_at(raster, 2, bottom)};
}

class Pictures : public testing::Test {
  protected:
    Result<Picture> publish(std::string_view bytes) {
        return publish_picture(write_file(folder_ / "picture", bytes));
    }

    TempDir folder_;
};

TEST_F(Pictures, LoseWhereTheyWereTakenAndStandUpright) {
    const std::string plain = *jpeg_of(drawing(64, 32));
    const std::pair<std::uint32_t, const char*> wanted[] = {{1, "grbb"}, {2, "rgbb"}, {3, "bbgr"},
                                                            {4, "bbrg"}, {5, "gbbr"}, {6, "bgrb"},
                                                            {7, "brgb"}, {8, "rbbg"}};
    for (const auto& [orientation, seen] : wanted) {
        SCOPED_TRACE(orientation);
        const auto published = publish(with_exif(plain, orientation));
        ASSERT_TRUE(published) << describe(published.error());
        EXPECT_EQ(published->media_type, "image/jpeg");
        EXPECT_EQ(published->bytes.find("Exif"), std::string::npos);
        EXPECT_EQ(published->bytes.find(kPlace), std::string::npos);
        const auto raster = decoded(*published, folder_);
        EXPECT_EQ(raster.width, orientation < 5 ? 64U : 32U);
        EXPECT_EQ(corners(raster), seen);
    }
}

TEST_F(Pictures, ArePublishedAsPngWhereTheyWerePng) {
    for (const std::uint32_t channels : {3U, 4U}) {
        const auto published = publish(*png_of(drawing(40, 40, channels)));
        ASSERT_TRUE(published) << describe(published.error());
        EXPECT_EQ(published->media_type, "image/png");
        const auto raster = decoded(*published, folder_);
        EXPECT_EQ(raster.samples, drawing(40, 40, channels).samples);
    }
}

TEST_F(Pictures, AreMadeSmaller) {
    const auto published = publish(*jpeg_of(drawing(6'000, 1'000)));
    ASSERT_TRUE(published) << describe(published.error());
    const auto raster = decoded(*published, folder_);
    EXPECT_EQ(raster.width, 2'000U);
    EXPECT_EQ(raster.height, 334U);
    EXPECT_EQ(corners(raster), "grbb");
}

TEST_F(Pictures, ThatAreBrokenAreRefused) {
    const std::string jpeg = *jpeg_of(drawing(64, 64));
    const std::string png = *png_of(drawing(64, 64));
    for (const auto& whole : {jpeg, png}) {
        for (std::size_t bytes = 16; bytes < whole.size(); bytes += whole.size() / 9) {
            EXPECT_FALSE(publish(whole.substr(0, bytes))) << bytes << " of " << whole.size();
        }
    }
    std::string damaged = png;
    damaged[png.size() / 2] = static_cast<char>(damaged[png.size() / 2] ^ 0x55);
    EXPECT_FALSE(publish(damaged));
    EXPECT_EQ(publish("%PDF-1.7").error().code, ErrorCode::Unsupported);
}

// However the bytes are altered: an error or a picture, and never a crash.
TEST_F(Pictures, ThatAreAlteredDoNoHarm) {
    for (const auto& whole : {*jpeg_of(drawing(48, 48)), *png_of(drawing(48, 48))}) {
        for (std::size_t at = 0; at < whole.size(); at += 3) {
            for (const int flip : {0x01, 0x80, 0xFF}) {
                auto altered = whole;
                altered[at] = static_cast<char>(altered[at] ^ flip);
                (void)publish(altered);
            }
        }
    }
}

TEST_F(Pictures, ThatClaimToBeEnormousTakeNoMemory) {
    // The size stands in SOF0, behind its length and precision: height, then width.
    std::string jpeg = *jpeg_of(drawing(16, 16));
    const auto frame = jpeg.find("\xFF\xC0");
    ASSERT_NE(frame, std::string::npos);
    jpeg.replace(frame + 5, 4, "\xFF\xDC\xFF\xDC");
    EXPECT_EQ(publish(jpeg).error().code, ErrorCode::LimitExceeded);
    // Within the limit, but with nothing behind its first rows.
    jpeg.replace(frame + 5, 4, "\x20\x08\x20\x08");
    EXPECT_EQ(publish(jpeg).error().code, ErrorCode::InvalidInput);
}

TEST(ExifOrientation, IsUprightWhereItIsBroken) {
    EXPECT_EQ(exif_orientation(exif(6)), 6);
    EXPECT_EQ(exif_orientation(exif(9)), 1);
    EXPECT_EQ(exif_orientation(""), 1);
    const std::string whole = exif(6);
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        const int found = exif_orientation(std::string_view(whole).substr(0, bytes));
        EXPECT_TRUE(found == 1 || found == 6);
    }
}

}  // namespace
}  // namespace taizhang::exchange
