#include "tests/providers/answer.h"

namespace wbemcheck::example {

void Answer::add(com::com_ptr<IWbemClassObject> object) {
    waiting_.push_back(std::move(object));
    if (waiting_.size() == kBatch) {
        send();
    }
}

void Answer::send() {
    if (waiting_.empty()) {
        return;
    }
    std::vector<IWbemClassObject*> objects;
    for (const auto& object : waiting_) {
        objects.push_back(object.get());
    }
    // The sink adds references to what it keeps; ours go after the call.
    const HRESULT result = sink_.Indicate(static_cast<LONG>(objects.size()), objects.data());
    waiting_.clear();
    if (FAILED(result)) {  // other success codes are no refusal (IND-7)
        throw com::HresultError(WBEM_E_CALL_CANCELLED);
    }
}

void Answer::finish(HRESULT result) noexcept {
    waiting_.clear();
    sink_.SetStatus(WBEM_STATUS_COMPLETE, result, SUCCEEDED(result) ? text_.get() : nullptr, nullptr);
}

}  // namespace wbemcheck::example
