// The form of this file is LTTng's: it includes it several times.
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER wbemcheck
#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "tests/benchmark/lttng_provider.h"

#if !defined(WBEMCHECK_LTTNG_PROVIDER_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define WBEMCHECK_LTTNG_PROVIDER_H

#include <lttng/tracepoint.h>

#include <stdint.h>

LTTNG_UST_TRACEPOINT_EVENT(
    wbemcheck, benchmark,
    LTTNG_UST_TP_ARGS(uint32_t, kind, uint32_t, object, uint32_t, call, int32_t, result, int64_t, value),
    LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(uint32_t, kind, kind) lttng_ust_field_integer(uint32_t, object, object)
                            lttng_ust_field_integer(uint32_t, call, call) lttng_ust_field_integer(int32_t, result, result)
                                lttng_ust_field_integer(int64_t, value, value)))

#endif

#include <lttng/tracepoint-event.h>
