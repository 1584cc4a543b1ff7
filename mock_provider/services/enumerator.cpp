#include "mock_provider/services/enumerator.h"

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/com/com_object.h"
#include "mock_provider/services/client_call.h"
#include "mock_provider/services/cursor.h"

namespace wbemcheck::mock {

namespace {

class Enumerator final : public com::ComObject<IEnumWbemClassObject> {
public:
    Enumerator(std::shared_ptr<Core> core, std::unique_ptr<Cursor> cursor)
        : core_(std::move(core)), cursor_(std::move(cursor)) {}

    HRESULT STDMETHODCALLTYPE Reset() noexcept override {
        return call("Reset", [&] { return cursor_->reset(); });
    }

    HRESULT STDMETHODCALLTYPE Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override {
        if (objects != nullptr && returned != nullptr) {
            *returned = 0;
        }
        return call("Next", [&]() -> HRESULT {
            Feed::Deadline deadline;
            if (objects == nullptr || returned == nullptr || !read_timeout(timeout, deadline)) {
                return WBEM_E_INVALID_PARAMETER;
            }
            std::vector<com::com_ptr<IWbemClassObject>> taken;
            const HRESULT result = cursor_->next(deadline, count, taken);
            for (auto& object : taken) {
                objects[(*returned)++] = object.detach();
            }
            return result;
        });
    }

    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        return call("NextAsync", [&](const OptionalFailure& failure) -> HRESULT {
            if (sink == nullptr) {
                return WBEM_E_INVALID_PARAMETER;  // ARG-25
            }
            return count == 0 ? WBEM_S_FALSE : cursor_->request(count, *sink, early_end_of(failure));
        });
    }

    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject** enumerator) noexcept override {
        if (enumerator != nullptr) {
            *enumerator = nullptr;
        }
        return call("Clone", [&]() -> HRESULT {
            if (enumerator == nullptr) {
                return WBEM_E_INVALID_PARAMETER;
            }
            auto cursor = cursor_->clone();
            if (cursor == nullptr) {
                return WBEM_E_INVALID_OPERATION;  // SEMI-8
            }
            *enumerator = com::make_com<Enumerator>(core_, std::move(cursor)).detach();
            return WBEM_S_NO_ERROR;
        });
    }

    HRESULT STDMETHODCALLTYPE Skip(LONG timeout, ULONG count) noexcept override {
        return call("Skip", [&]() -> HRESULT {
            Feed::Deadline deadline;
            return read_timeout(timeout, deadline) ? cursor_->skip(deadline, count) : WBEM_E_INVALID_PARAMETER;
        });
    }

private:
    template <class Body>
    [[nodiscard]] HRESULT call(std::string_view method, Body body) noexcept {
        return client_call(*core_, method, std::move(body));
    }
    // An enumerator knows no namespace; every one has the class of the error object, `root` cannot go.
    [[nodiscard]] std::optional<EarlyEnd> early_end_of(const OptionalFailure& failure) const {
        return make_early_end(*core_->repository().find_namespace("root"), "NextAsync", failure);
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
