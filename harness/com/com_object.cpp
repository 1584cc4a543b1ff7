#include "harness/com/com_object.h"

#include <cstdio>
#include <cstdlib>

namespace wbemcheck::com::detail {

void report_dead_object(const char* call, std::int32_t count) noexcept {
    std::fprintf(stderr, "wbemcheck: %s on an object that is gone (its count was %ld)\n", call,
                 static_cast<long>(count));
    std::abort();
}

}  // namespace wbemcheck::com::detail
