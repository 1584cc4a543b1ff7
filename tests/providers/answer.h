// How a provider answers a request: objects through Indicate, then the final status.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"
#include "harness/com/hresult.h"
#include "harness/com/wbem.h"

namespace wbemcheck::example {

// For one request and one thread at a time (ORD-3). Borrows the sink.
class Answer {
public:
    explicit Answer(IWbemObjectSink& sink) noexcept : sink_(sink) {}

    // Indicates when enough have come together; each call of Indicate may cost a switch of processes. Throws
    // HresultError(WBEM_E_CALL_CANCELLED) when the sink refuses: the request is then over but for its final
    // (IND-6).
    void add(com::com_ptr<IWbemClassObject> object);
    // Indicates what is left, if anything is (IND-4). Throws as `add` does.
    void send();

    // The string of a successful final: the path of an instance that was put (STA-11).
    void set_text(std::string_view text) { text_ = com::make_bstr(text); }

    // Once, and nothing after it (STA-1, STA-5, ORD-2).
    void finish(HRESULT result) noexcept;

private:
    static constexpr std::size_t kBatch = 2;  // small, so that three objects show more than one

    IWbemObjectSink& sink_;
    std::vector<com::com_ptr<IWbemClassObject>> waiting_;
    com::unique_bstr text_;
};

// Does the work of one request and reports how that ended. Failures are HresultErrors thrown by `work`.
// Nobody but the sink hears of them: the method that took the request returns WBEM_S_NO_ERROR, whatever comes
// (PRV-8, PRV-9).
template <class Work>
void answer_with(IWbemObjectSink& sink, Work&& work) noexcept {
    Answer answer(sink);
    const HRESULT result = com::guard([&] {
        work(answer);
        answer.send();
    });
    answer.finish(result);
}

}  // namespace wbemcheck::example
