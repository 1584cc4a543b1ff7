#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "tests/benchmark/lttng_provider.h"

#include "tests/benchmark/lttng_event.h"

namespace wbemcheck::benchmarks {

bool lttng_records() noexcept { return lttng_ust_tracepoint_enabled(wbemcheck, benchmark); }

void lttng_trace(const trace::Event& event) noexcept {
    lttng_ust_tracepoint(wbemcheck, benchmark, static_cast<unsigned>(event.kind), event.object, event.call, event.result,
                         event.value);
}

}  // namespace wbemcheck::benchmarks
