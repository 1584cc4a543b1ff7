// SEMI-11, ORD-9 to ORD-11, REF-13, REF-16, ARG-25, IMM-5, CAN-17: requests by IEnumWbemClassObject::NextAsync. Each has a
// sink of its own here, so that every callback has one request that it can come from.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/contract/rule.h"

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::int32_t kNoError = 0;
constexpr std::int32_t kFalse = 1;
constexpr std::int32_t kCancelled = static_cast<std::int32_t>(0x80041032);
constexpr std::int64_t kComplete = 0;

struct Request {
    std::uint32_t sink = 0;
    std::uint32_t enumerator = 0;
    std::uint64_t number = 0;   // in the order of the calls
    std::int64_t asked = 0;
    Index entered = kNowhere;
    Index returned = kNowhere;
    std::int32_t result = 0;
    std::uint32_t waiting_behind = 0;  // the sink of a request whose callback was in progress when this call was entered
    std::int64_t objects = 0;
    std::vector<std::int64_t> digests;
    Index first_callback = kNowhere;
    Index last_callback = kNowhere;
    int finals = 0;
    std::int32_t final_result = 0;
    Index final_entered = kNowhere;
    Index final_left = kNowhere;
    bool was_reset = false;     // Reset, Skip or Clone was called while it was pending
    bool was_cancelled = false;
    std::int32_t cancel_result = 0;
    bool was_abandoned = false; // the client let its enumerator go while it was pending

    [[nodiscard]] bool is_queued() const noexcept { return returned != kNowhere && result == kNoError; }
    [[nodiscard]] bool is_pending() const noexcept { return finals == 0 && (returned == kNowhere || is_queued()); }
};

class RequestRule final : public Rule {
public:
    bool after(const trace::Record& record, History& history, Verdicts& verdicts) override {
        const trace::Event& event = record.event;
        const auto method = static_cast<Method>(event.method);
        switch (event.kind) {
            case EventKind::kCallEntered: call_entered(record, method, history); break;
            case EventKind::kPulled:
                if (method == Method::kEnumNextAsync) request_returned(record, verdicts);
                break;
            case EventKind::kCallReturned:
                if (method == Method::kCancelAsyncCall) cancel_returned(record);
                break;
            case EventKind::kCallbackEntered:
                if (Request* request = request_of(event.object); request != nullptr) {
                    callback_entered(record, method, *request, history, verdicts);
                }
                break;
            case EventKind::kCallbackLeft:
                if (Request* request = request_of(event.object);
                    request != nullptr && method == Method::kSetStatus && request->final_left == kNowhere) {
                    request->final_left = record.index;
                }
                break;
            case EventKind::kObjectPulled:
                if (event.result == 0) pulled_[event.object].push_back(event.value);
                break;
            case EventKind::kObjectDelivered:
                if (Request* request = request_of(event.object); request != nullptr) {
                    request->digests.push_back(event.value);
                }
                break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(event.method) == MarkKind::kRestPoint) {
                    if (Request* request = request_of(event.object); request != nullptr) {
                        at_rest(record, *request, history, verdicts);
                    }
                }
                break;
            default: return false;
        }
        return true;
    }

    void at_end(History&, Verdicts& verdicts) override {
        std::map<std::uint32_t, std::vector<const Request*>> by_enumerator;
        for (const auto& [sink, request] : requests_) by_enumerator[request.enumerator].push_back(&request);
        for (auto& [enumerator, requests] : by_enumerator) {
            std::ranges::sort(requests, {}, &Request::number);
            if (std::ranges::any_of(requests, &Request::was_reset)) judge_reset(requests, order(), verdicts);
        }
    }

private:
    Request* request_of(std::uint32_t sink) {
        const auto entry = requests_.find(sink);
        return entry == requests_.end() ? nullptr : &entry->second;
    }

    void call_entered(const trace::Record& record, Method method, History& history) {
        const trace::Event& event = record.event;
        if (method == Method::kEnumNextAsync) {
            const auto sink = static_cast<std::uint32_t>(event.value);
            sinks_[event.call] = sink;
            if (sink == 0) return;
            Request request;
            request.sink = sink;
            request.enumerator = event.object;
            request.number = ++newest_;
            request.entered = record.index;
            request.asked = event.value2;
            for (const auto& [id, other] : requests_) {
                const Sink* busy = history.sink(id);
                if (other.enumerator == event.object && busy != nullptr && !busy->in_progress.empty()) {
                    request.waiting_behind = id;
                }
            }
            requests_[sink] = request;
            return;
        }
        if (method == Method::kCancelAsyncCall) {
            const auto sink = static_cast<std::uint32_t>(event.value);
            Request* request = request_of(sink);
            if (request == nullptr || !request->is_pending()) return;
            request->was_cancelled = true;
            cancelled_[event.call] = sink;
            return;
        }
        const bool moves = method == Method::kEnumReset || method == Method::kEnumSkip || method == Method::kEnumClone;
        const bool abandons = method == Method::kEnumRelease;
        if (!moves && !abandons) return;
        for (auto& [id, request] : requests_) {
            if (request.enumerator != event.object || !request.is_pending()) continue;
            request.was_reset = request.was_reset || moves;
            request.was_abandoned = request.was_abandoned || abandons;
        }
    }

    void request_returned(const trace::Record& record, Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const std::string actual = fmt::format("it returned {}", verdicts.result_text(event.result));
        const auto sink = sinks_.find(event.call);
        if (sink == sinks_.end()) return;
        if (sink->second == 0) {
            verdicts.opportunity("ARG-25");
            if (event.result >= 0) {
                verdicts.breach("ARG-25", nullptr, "NextAsync without a sink fails", actual, {record.index});
            }
            return;
        }
        Request& request = requests_[sink->second];
        request.returned = record.index;
        request.result = event.result;
        if (request.asked == 0) {
            if (event.result < 0) return;
            verdicts.opportunity("ARG-25");
            if (event.result != kFalse) {
                verdicts.breach("ARG-25", nullptr, "NextAsync for no objects returns WBEM_S_FALSE", actual,
                                {request.entered, record.index});
            }
            return;
        }
        if (event.result == kFalse) {
            verdicts.reading("X-8", "SEMI-11", nullptr, "returns-s-false: " + actual, {request.entered, record.index});
        } else if (event.result > 0) {
            verdicts.breach("SEMI-11", nullptr, "NextAsync returns WBEM_S_NO_ERROR or WBEM_S_FALSE", actual,
                            {request.entered, record.index});
        }
        judge_waiting(request, verdicts);
    }

    // IMM-5: both are admissible.
    void judge_waiting(const Request& request, Verdicts& verdicts) {
        const Request* earlier = request.waiting_behind == 0 ? nullptr : request_of(request.waiting_behind);
        if (earlier == nullptr || !request.is_queued()) return;
        verdicts.opportunity("IMM-5");
        const bool has_waited = earlier->final_left != kNowhere;
        verdicts.reading("X-8", "IMM-5", nullptr,
                         fmt::format("{}: the second NextAsync returned {} the first had been served",
                                     has_waited ? "second-call-waits" : "second-call-returns",
                                     has_waited ? "when" : "before"),
                         {earlier->entered, request.entered, request.returned});
    }

    void cancel_returned(const trace::Record& record) {
        const auto cancelled = cancelled_.find(record.event.call);
        Request* request = cancelled == cancelled_.end() ? nullptr : request_of(cancelled->second);
        if (request != nullptr) request->cancel_result = record.event.result;
    }

    void callback_entered(const trace::Record& record, Method method, Request& request, History& history,
                          Verdicts& verdicts) {
        const trace::Event& event = record.event;
        const bool is_final = method == Method::kSetStatus && event.value == kComplete;
        if (request.first_callback == kNowhere) {
            request.first_callback = record.index;
            judge_order(request, verdicts);
        }
        request.last_callback = record.index;
        if (method == Method::kIndicate) {
            request.objects += summand(event.value);
            verdicts.opportunity("ORD-11");
            if (request.finals != 0) {
                verdicts.breach("ORD-11", nullptr, "the final status of a NextAsync request comes last",
                                "an Indicate came after it", {request.entered, request.final_entered, record.index});
            }
            judge_objects_asked(request, record.index, verdicts);
        }
        if (!is_final) return;
        verdicts.opportunity("REF-13");
        if (const Sink* sink = history.sink(request.sink); sink != nullptr && sink->held <= 0) {
            verdicts.breach("REF-13", nullptr, "a NextAsync request holds its sink until it is done",
                            "the service held no reference when it sent the final status",
                            {request.entered, record.index});
        }
        if (++request.finals > 1) {
            verdicts.breach("ORD-11", nullptr, "a NextAsync request ends with one final status",
                            fmt::format("final status {} came", request.finals),
                            {request.entered, request.final_entered, record.index});
            return;
        }
        request.final_entered = record.index;
        request.final_result = event.result;
        judge_final(request, verdicts);
    }

    // ORD-11
    static void judge_objects_asked(const Request& request, Index index, Verdicts& verdicts) {
        if (request.objects <= request.asked) return;
        verdicts.breach("ORD-11", nullptr,
                        fmt::format("NextAsync for {} objects delivers no more", request.asked),
                        fmt::format("{} came", request.objects), {request.entered, index});
    }

    void judge_order(const Request& request, Verdicts& verdicts) {
        for (const auto& [id, other] : requests_) {
            if (other.enumerator != request.enumerator || other.number >= request.number || !other.is_queued()) continue;
            if (other.was_cancelled || other.was_abandoned || other.asked == 0) continue;
            verdicts.opportunity("ORD-9");
            if (other.final_left != kNowhere) continue;
            verdicts.breach("ORD-9", nullptr, "requests by NextAsync are served one after the other, in their order",
                            fmt::format("a callback for request {} came before the end of request {}", request.number,
                                        other.number),
                            {other.entered, request.entered, request.first_callback});
        }
    }

    void judge_final(const Request& request, Verdicts& verdicts) const {
        if (request.was_cancelled || request.was_abandoned) return;
        verdicts.opportunity("SEMI-11");
        const bool is_full = request.objects >= request.asked;
        const std::string actual = fmt::format("it ended with {} and {} of {} objects",
                                               verdicts.result_text(request.final_result), request.objects, request.asked);
        const Proof proof = {request.entered, request.final_entered};
        if (request.final_result == kFalse && request.objects == 0) {
            verdicts.reading("X-8", "SEMI-11", nullptr, "final-s-false: " + actual, proof);
        }
        if (request.final_result < 0) return;  // an error of its own
        if (request.final_result == (is_full ? kNoError : kFalse)) return;
        verdicts.breach("SEMI-11", nullptr,
                        "a NextAsync request ends with WBEM_S_NO_ERROR when all its objects came, and with WBEM_S_FALSE when "
                        "the enumeration ended first",
                        actual, proof);
    }

    void at_rest(const trace::Record& record, const Request& request, History& history, Verdicts& verdicts) const {
        const Sink* sink = history.sink(request.sink);
        if (sink == nullptr || request.returned == kNowhere) return;
        const Proof proof = {request.entered, request.returned, request.final_entered, record.index};
        const auto held = fmt::format("the service still held {} {}", sink->held, sink->held == 1 ? "reference" : "references");
        if (request.was_cancelled) {
            const bool is_over = request.finals == 0 || request.final_result == kCancelled;
            const char* reading = request.cancel_result < 0 ? "refused" : is_over ? "cancelled" : "accepted-without-effect";
            verdicts.opportunity("CAN-17");
            verdicts.reading("CAN-17", "CAN-17", nullptr,
                             fmt::format("{}: CancelAsyncCall returned {}", reading,
                                         verdicts.result_text(request.cancel_result)),
                             proof);
        }
        if (request.was_abandoned) {
            verdicts.opportunity("REF-16");
            if (sink->held > 0) {
                verdicts.breach("REF-16", nullptr, "what is left of an enumeration ends when its enumerator is released", held,
                                proof);
            }
            return;
        }
        if (sink->held > 0 && (request.finals != 0 || !request.is_queued())) {
            verdicts.breach("REF-13", nullptr, "a NextAsync request that is done lets go of its sink", held, proof);
        }
        if (!request.is_queued()) {
            if (request.first_callback == kNowhere) return;
            verdicts.breach(request.asked == 0 ? "ARG-25" : "SEMI-11", nullptr,
                            "a NextAsync that returns another code than WBEM_S_NO_ERROR makes no callback",
                            fmt::format("it returned {}, and a callback came", verdicts.result_text(request.result)), proof);
        } else if (request.finals == 0 && request.asked != 0 && (!request.was_cancelled || request.cancel_result < 0)) {
            verdicts.breach("SEMI-11", nullptr, "a NextAsync request that was accepted ends with a final status",
                            fmt::format("{} objects came, and no final status", request.objects), proof);
        }
    }

    // ORD-10: what was asked for before is delivered as if nobody had moved, so nothing comes twice.
    static void judge_reset(const std::vector<const Request*>& requests, const std::vector<std::int64_t>& order,
                            Verdicts& verdicts) {
        verdicts.opportunity("ORD-10");
        std::size_t position = 0;  // the scenario asks for nothing else before
        for (const Request* request : requests) {
            const std::size_t end = std::min(position + static_cast<std::size_t>(request->asked),
                                             order.size());
            const bool is_expected = std::equal(request->digests.begin(), request->digests.end(),
                                                order.begin() + static_cast<std::ptrdiff_t>(position),
                                                order.begin() + static_cast<std::ptrdiff_t>(end));
            if (request->was_reset && !order.empty() && !request->digests.empty() && !is_expected) {
                verdicts.breach("ORD-10", nullptr,
                                "Reset, Skip and Clone leave alone what NextAsync has been asked for before",
                                fmt::format("request {} delivered other objects than those whose turn it was", request->number),
                                {request->entered, request->first_callback, request->last_callback});
                return;
            }
            position = end;
        }
        if (!order.empty()) return;
        std::set<std::int64_t> seen;
        for (const Request* request : requests) {
            if (!request->was_reset) continue;
            std::set<std::int64_t> own(request->digests.begin(), request->digests.end());
            if (own.size() != request->digests.size()) return;  // equal objects: nothing can be told
            for (const std::int64_t digest : own) {
                if (seen.insert(digest).second) continue;
                verdicts.breach("ORD-10", nullptr,
                                "Reset, Skip and Clone leave alone what NextAsync has been asked for before",
                                fmt::format("an object came to request {} that an earlier one had delivered", request->number),
                                {request->entered, request->first_callback, request->last_callback});
                return;
            }
        }
    }

    // The order in which the enumeration gives its objects: that of two enumerators, if they agree. Empty otherwise.
    [[nodiscard]] std::vector<std::int64_t> order() const {
        const std::vector<std::int64_t>* first = nullptr;
        for (const auto& [enumerator, digests] : pulled_) {
            if (first == nullptr || digests.size() > first->size()) {
                first = &digests;
            } else if (digests == *first) {
                return digests;
            }
        }
        return {};
    }

    std::map<std::uint32_t, Request> requests_;            // by sink
    std::map<std::uint32_t, std::vector<std::int64_t>> pulled_;  // by enumerator
    std::map<std::uint32_t, std::uint32_t> sinks_;         // by call
    std::map<std::uint32_t, std::uint32_t> cancelled_;     // by call
    std::uint64_t newest_ = 0;
};

}  // namespace

std::unique_ptr<Rule> make_request_rule() { return std::make_unique<RequestRule>(); }

}  // namespace wbemcheck::contract
