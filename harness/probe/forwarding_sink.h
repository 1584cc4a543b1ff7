// Stands before a sink of the provider's own in an asynchronous upcall.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/host_ledger.h"
#include "harness/trace/event.h"

namespace wbemcheck::probe {

// Which forwarding sinks there are, so that a cancel by the provider's sink finds what the services know. Thread-safe.
class ForwardingSinks {
public:
    // Those before this sink, one for each upcall in progress.
    [[nodiscard]] std::vector<com::com_ptr<IWbemObjectSink>> of(IWbemObjectSink* sink) const;

    // A number for `leave`. Keeps a reference until then.
    [[nodiscard]] std::uint64_t enter(IWbemObjectSink* sink, com::com_ptr<IWbemObjectSink> forwarding);
    void leave(std::uint64_t number) noexcept;

private:
    struct Entry {
        const IWbemObjectSink* sink;
        com::com_ptr<IWbemObjectSink> forwarding;
    };

    mutable std::mutex mutex_;
    std::uint64_t next_ = 0;                 // guarded by mutex_
    std::map<std::uint64_t, Entry> entries_; // guarded by mutex_, in the order of the upcalls
};

// What is delivered reaches the provider's sink in host objects, lent for the one callback in the course of the upcall
// `call`. Holds one reference on that sink for as long as anybody but the directory holds one on this.
[[nodiscard]] com::com_ptr<IWbemObjectSink> make_forwarding_sink(com::com_ptr<IWbemObjectSink> sink,
                                                                 std::shared_ptr<HostLedger> ledger,
                                                                 std::shared_ptr<ForwardingSinks> directory,
                                                                 std::uint32_t call, trace::Method method);

}  // namespace wbemcheck::probe
