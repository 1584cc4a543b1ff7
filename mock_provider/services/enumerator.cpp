#include "mock_provider/services/enumerator.h"

#include <chrono>
#include <utility>
#include <vector>

#include "harness/com/com_object.h"
#include "mock_provider/services/cursor.h"

namespace wbemcheck::mock {

namespace {

class Enumerator final : public com::ComObject<IEnumWbemClassObject> {
public:
    Enumerator(std::shared_ptr<Core> core, std::unique_ptr<Cursor> cursor)
        : core_(std::move(core)), cursor_(std::move(cursor)) {}

    HRESULT STDMETHODCALLTYPE Reset() noexcept override {
        return call([&] { return cursor_->reset(); });
    }

    HRESULT STDMETHODCALLTYPE Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override {
        Feed::Deadline deadline;
        if (objects == nullptr || returned == nullptr || !read_timeout(timeout, deadline)) {
            return WBEM_E_INVALID_PARAMETER;
        }
        *returned = 0;
        return call([&] {
            std::vector<com::com_ptr<IWbemClassObject>> taken;
            const HRESULT result = cursor_->next(deadline, count, taken);
            for (auto& object : taken) {
                objects[(*returned)++] = object.detach();
            }
            return result;
        });
    }

    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        if (sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;  // ARG-25
        }
        return call([&]() -> HRESULT { return count == 0 ? WBEM_S_FALSE : cursor_->request(count, *sink); });
    }

    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override {
        if (enumerator == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        *enumerator = nullptr;
        return call([&]() -> HRESULT {
            auto cursor = cursor_->clone();
            if (cursor == nullptr) {
                return WBEM_E_INVALID_OPERATION;  // SEMI-8
            }
            *enumerator = com::make_com<Enumerator>(core_, std::move(cursor)).detach();
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE Skip(LONG timeout, ULONG count) noexcept override {
        Feed::Deadline deadline;
        if (!read_timeout(timeout, deadline)) {
            return WBEM_E_INVALID_PARAMETER;
        }
        return call([&] { return cursor_->skip(deadline, count); });
    }

private:
    template <class Body>
    [[nodiscard]] HRESULT call(Body body) noexcept {
        return core_->is_shut_down() ? WBEM_E_SHUTTING_DOWN : com::guard(std::move(body));
    }

    const std::shared_ptr<Core> core_;
    const std::unique_ptr<Cursor> cursor_;
};

}  // namespace

com::com_ptr<IEnumWbemClassObject> make_enumerator(std::shared_ptr<Core> core, std::shared_ptr<Feed> feed,
                                                   bool is_forward_only) {
    auto cursor = std::make_unique<Cursor>(core, std::move(feed), is_forward_only);
    return com::make_com<Enumerator>(std::move(core), std::move(cursor));
}

bool read_timeout(LONG timeout, Feed::Deadline& deadline) noexcept {
    if (timeout == WBEM_INFINITE) {
        deadline.reset();
        return true;
    }
    deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout);
    return timeout >= 0;
}

}  // namespace wbemcheck::mock
