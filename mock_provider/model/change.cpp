#include "mock_provider/model/change.h"

namespace wbemcheck::mock {

void CommitOrder::observe(ChangeObserver observer) {
    const std::lock_guard lock(mutex_);
    observer_.swap(observer);
}

HRESULT CommitOrder::run(const std::function<HRESULT(std::vector<Change>&)>& commit) {
    const std::lock_guard lock(mutex_);
    std::vector<Change> changes;
    const HRESULT result = commit(changes);
    if (FAILED(result) || !observer_) {
        return result;
    }
    // An observer that throws breaks its promise after the commit: there is no way back for anybody.
    [&]() noexcept {
        for (const Change& change : changes) {
            observer_(change);
        }
    }();
    return result;
}

}  // namespace wbemcheck::mock
