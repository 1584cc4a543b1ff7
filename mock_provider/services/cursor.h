// A place in a feed: what is behind an enumerator.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/services/core.h"
#include "mock_provider/services/request_queue.h"

namespace wbemcheck::mock {

// Every call takes its objects at the moment when it is made, a NextAsync request too: its range is its own from then on,
// whenever it is delivered. So calls take effect in the order in which they come (ORD-9), Reset, Skip and Clone do not
// touch requests (ORD-10), and no call ever waits for a sink. Thread-safe.
class Cursor {
public:
    Cursor(std::shared_ptr<Core> core, std::shared_ptr<Feed> feed, bool is_forward_only, std::size_t position = 0);
    ~Cursor();  // cancels the requests that are left
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    // SEMI-6. Appends to `objects`.
    [[nodiscard]] HRESULT next(Feed::Deadline deadline, std::size_t count,
                               std::vector<com::com_ptr<IWbemClassObject>>& objects);
    [[nodiscard]] HRESULT skip(Feed::Deadline deadline, std::size_t count);  // SEMI-9
    [[nodiscard]] HRESULT reset();                                          // SEMI-8
    // ORD-11. An early end is that of a request that was ordered to fail; it takes its whole range all the same.
    [[nodiscard]] HRESULT request(std::size_t count, IWbemObjectSink& sink, std::optional<EarlyEnd> early_end);
    // Null when the cursor is forward-only (SEMI-8).
    [[nodiscard]] std::unique_ptr<Cursor> clone() const;

private:
    void forget_passed();

    const std::shared_ptr<Core> core_;
    const std::shared_ptr<Feed> feed_;
    const bool is_forward_only_;
    const std::shared_ptr<RequestQueue> requests_;
    mutable std::mutex mutex_;  // guards position_
    std::size_t position_;
};

}  // namespace wbemcheck::mock
