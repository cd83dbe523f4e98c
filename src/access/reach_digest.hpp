// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access/principal.hpp"
#include "base/digest.hpp"

namespace taizhang::access {

// Equal where two principals are allowed the same, in the same places, whoever they are: so what
// was made for somebody earlier is still within what he may see.
Digest reach_digest(const Holdings& holdings);

}  // namespace taizhang::access
