// The operations that have begun and not ended, found by the pointer of their sink.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "harness/com/wbem.h"

namespace wbemcheck::mock {

class Operation;

// One table for the whole mock: a cancel finds operations of the sink whichever services pointer began them (CAN-15 is
// silent; CAN-1 says "all" and CAN-7 "no pending operation" without naming a services pointer). Thread-safe. Never
// dereferences a sink: the pointer that a client gives may be dead.
class OperationTable {
public:
    enum class Kind {
        kCall,     // of IWbemServices
        kRequest,  // of NextAsync: CancelAsyncCall does not know it (CAN-17)
    };

    // False once the table is closed. May throw; then nothing has been inserted.
    [[nodiscard]] bool insert(std::shared_ptr<Operation> operation, Kind kind);
    void remove(const Operation& operation) noexcept;

    // The calls on this sink, in the order in which they began.
    [[nodiscard]] std::vector<std::shared_ptr<Operation>> find_calls(const IWbemObjectSink* sink) const;
    [[nodiscard]] std::vector<std::shared_ptr<Operation>> all() const;
    [[nodiscard]] bool empty() const;

    struct Entry {
        std::shared_ptr<Operation> operation;
        Kind kind;
    };
    using Key = std::pair<const IWbemObjectSink*, std::uint64_t>;  // the sink, then Operation::number
    using Entries = std::map<Key, Entry>;

    // Takes everything out; from here on nothing is inserted.
    [[nodiscard]] Entries close() noexcept;

private:
    mutable std::mutex mutex_;  // guards everything below
    bool is_closed_ = false;
    Entries entries_;
};

}  // namespace wbemcheck::mock
