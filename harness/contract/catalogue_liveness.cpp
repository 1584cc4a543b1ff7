// LIV: what every implementation owes so that the other clauses can be seen at all.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "LIV-1",
     .level = kMustNot,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider",
     .requirement = "The implementation must not crash or abort the process of its client.",
     .source = "COM; wbemcheck",
     .advice = "Run the scenario alone under a debugger or a sanitizer and look at the last call in the "
               "witness. A callback on a destroyed sink, an object released too often and an unguarded table "
               "are the usual causes.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "LIV-2",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider",
     .requirement = "Every call of the client returns; none hangs.",
     .source = "COM; wbemcheck",
     .advice = "Break into the process while it hangs and compare the stacks of the calling thread and of "
               "the workers. Look for a lock held during a callback, a join on a thread that waits for the "
               "caller, and a wait for something that a cancel prevents.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "LIV-3",
     .level = kMustNot,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider",
     .requirement = "The implementation must not end the process of its client on its own, by exit or "
                    "otherwise.",
     .source = "COM; wbemcheck",
     .advice = "Look for exit, ExitProcess, TerminateProcess and quick_exit in the implementation and in the "
               "libraries that it uses for errors; an in-process server returns an HRESULT instead.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "LIV-4",
     .level = kMustNot,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider",
     .requirement = "No C++ exception and no structured exception may leave a method of an interface.",
     .source = "COM; wbemcheck",
     .advice = "Catch everything at the top of each interface method and turn it into an HRESULT, "
               "std::bad_alloc included. Access violations must be fixed, not caught.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "LIV-5",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider",
     .requirement = "An accepted operation keeps making progress: while the sink holds no callback, the next "
                    "callback or the final status comes.",
     .source = "COM; wbemcheck",
     .advice = "Look for a wake-up that is lost between the producer and the delivering thread, for a pool "
               "whose threads all wait for one another, and for an error path that neither continues nor "
               "sends the final.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "LIV-6",
     .level = kMustNot,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider",
     .requirement = "The implementation must not take from its client's process without bound: neither its memory, "
                    "nor its time with callbacks that never come to an end.",
     .source = "COM; wbemcheck",
     .advice = "Look for a loop whose end condition is never met, for an enumeration that begins again when it "
               "should end, for a queue that grows faster than it is delivered, and for objects that are "
               "collected before the first one is delivered. Where so much is right, raise --memory-limit or "
               "--trace-limit.",
     .checkability = kBoundary,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> liveness_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
