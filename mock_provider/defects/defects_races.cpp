// Races: what goes wrong when a cancel, an answer or a release meets an operation at one certain place, and nowhere else.
// No plain scenario makes these meetings; the walk places each of them, and the exploration finds them.
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "mock_provider/defects/course.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/defects/sink_places.h"

namespace wbemcheck::mock {

namespace {

// A cancel that has come: the places of the operations on its sink, and of all others.
struct Meeting {
    IWbemServices& services;
    IWbemObjectSink* sink;
    std::vector<Place> places;
    std::vector<SinkPlaces::Elsewhere> elsewhere;
    std::size_t other_cancels;  // of the same sink, under way

    template <class Condition>
    [[nodiscard]] bool any(Condition condition) const {
        return std::ranges::any_of(places, condition);
    }
    template <class Condition>
    [[nodiscard]] IWbemObjectSink* find_elsewhere(Condition condition) const {
        const auto found = std::ranges::find_if(
            elsewhere, [&](const SinkPlaces::Elsewhere& other) { return condition(other.place); });
        return found == elsewhere.end() ? nullptr : found->sink;
    }
    HRESULT proceed() const { return services.CancelAsyncCall(sink); }
};

using MeetingHook = HRESULT (*)(const Meeting& meeting);

template <MeetingHook Hook>
void hook_meetings(Seams& seams) {
    filter_services(seams, {.cancel = [places = keep_places(seams)](IWbemServices& services, IWbemObjectSink* sink) {
                        if (sink == nullptr) return services.CancelAsyncCall(sink);
                        const Meeting meeting{services, sink, places->of(sink), places->elsewhere(sink),
                                              places->cancels(sink)};
                        places->begin_cancel(sink);
                        const HRESULT result = Hook(meeting);
                        places->end_cancel(sink, result);
                        return result;
                    }});
}

void send_final(IWbemObjectSink* sink) {
    sink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_E_CALL_CANCELLED, nullptr, nullptr);
}

bool is_in_final(const Place& place) { return place.kind == PlaceKind::kFinal; }
bool is_in_acceptance(const Place& place) { return place.kind == PlaceKind::kAccept; }
bool is_in_second_indicate(const Place& place) { return place.is_indicate(2); }
bool is_own_second_indicate(const Place& place) { return place.is_indicate(2) && place.is_on_this_thread(); }
bool is_own_final(const Place& place) { return is_in_final(place) && place.is_on_this_thread(); }
bool is_own_acceptance(const Place& place) { return is_in_acceptance(place) && place.is_on_this_thread(); }
bool is_own_release(const Place& place) { return place.kind == PlaceKind::kRelease && place.is_on_this_thread(); }
bool is_cancelled_in_callback(const Place& place) {
    return place.was_cancelled && place.kind == PlaceKind::kIndicate;
}

// What is done at the meeting beside the cancel itself. References are counted by hand: that nobody owns them is the defect.
enum class Deed { kFinal, kRelease, kAddRef };

void do_deed(Deed deed, IWbemObjectSink* sink) {
    switch (deed) {
        case Deed::kFinal: send_final(sink); break;
        case Deed::kRelease: sink->Release(); break;
        case Deed::kAddRef: sink->AddRef(); break;
    }
}

// At a place of the cancelled sink itself.
template <bool (*Condition)(const Place&), Deed What>
HRESULT meet(const Meeting& meeting) {
    const bool is_met = meeting.any(Condition);
    const HRESULT result = meeting.proceed();
    if (is_met) do_deed(What, meeting.sink);
    return result;
}

// At a place of another sink.
template <bool (*Condition)(const Place&), Deed What>
HRESULT meet_elsewhere(const Meeting& meeting) {
    IWbemObjectSink* const other = meeting.find_elsewhere(Condition);
    if (other != nullptr) do_deed(What, other);
    return meeting.proceed();
}

HRESULT release_in_final_elsewhere(const Meeting& meeting) {
    const bool is_met = meeting.any([](const Place& place) { return place.is_indicate(1); });
    IWbemObjectSink* const other = is_met ? meeting.find_elsewhere(is_in_final) : nullptr;
    if (other != nullptr) other->Release();
    return meeting.proceed();
}

HRESULT cancel_both(const Meeting& meeting) {
    IWbemObjectSink* const other = meeting.find_elsewhere(is_in_second_indicate);
    const HRESULT result = meeting.proceed();
    if (other != nullptr) static_cast<void>(meeting.services.CancelAsyncCall(other));
    return result;
}

HRESULT answer_false_to_own_second(const Meeting& meeting) {
    const bool is_met = meeting.any(is_own_second_indicate);
    const HRESULT result = meeting.proceed();
    return is_met && result == WBEM_S_NO_ERROR ? WBEM_S_FALSE : result;
}

HRESULT send_final_beside_another_cancel(const Meeting& meeting) {
    const bool is_met = meeting.other_cancels != 0 && !meeting.places.empty();
    const HRESULT result = meeting.proceed();
    if (is_met) send_final(meeting.sink);
    return result;
}

bool in_both(const Meeting& meeting, bool (*one)(const Place&), bool (*other)(const Place&)) {
    return meeting.places.size() > 1 && meeting.any(one) && meeting.any(other);
}

// Two operations on one sink: the cancel finds one in its final status, and overlooks the other.
HRESULT overlook_beside_final(const Meeting& meeting) {
    const bool is_met = in_both(meeting, is_in_final, [](const Place& place) { return place.kind == PlaceKind::kIndicate; });
    return is_met ? WBEM_S_NO_ERROR : meeting.proceed();
}

// Two operations on one sink, both in their second Indicate: one reference too many is given back.
HRESULT release_beside_two_seconds(const Meeting& meeting) {
    const bool is_met = meeting.places.size() > 1 && std::ranges::all_of(meeting.places, is_in_second_indicate);
    const HRESULT result = meeting.proceed();
    if (is_met) meeting.sink->Release();
    return result;
}

// The cancel comes too late for its own operation, and hits that of a neighbour.
HRESULT hit_neighbour_when_late(const Meeting& meeting) {
    const HRESULT result = meeting.proceed();
    IWbemObjectSink* const other =
        FAILED(result) && meeting.places.empty() ? meeting.find_elsewhere(is_in_second_indicate) : nullptr;
    return other != nullptr ? meeting.services.CancelAsyncCall(other) : result;
}

// Makes nothing of a lost connection.
class LostConnectionPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        const HRESULT answer = PortFilter::indicate(objects);
        return answer == static_cast<HRESULT>(RPC_E_DISCONNECTED) ? WBEM_S_NO_ERROR : answer;
    }
};

// Ends twice when the sink answered an Indicate with this.
template <HRESULT Answer>
class EndsTwicePort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (course().last_answer == Answer) CoursePort::send_final(final_status);
        return CoursePort::send_final(final_status);
    }
};

// Tries an Indicate again when the sink had no memory for it.
class RetryPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        const HRESULT answer = PortFilter::indicate(objects);
        return answer == WBEM_E_OUT_OF_MEMORY ? PortFilter::indicate(objects) : answer;
    }
};

// Leaves the rest out when WBEM_S_FALSE follows an ordinary answer.
class SuddenFalsePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        if (is_full_) return WBEM_S_NO_ERROR;
        const HRESULT answer = PortFilter::indicate(objects);
        is_full_ = answer == WBEM_S_FALSE && last_ == WBEM_S_NO_ERROR && has_last_;
        last_ = answer;
        has_last_ = true;
        return answer;
    }

private:
    HRESULT last_ = WBEM_S_NO_ERROR;
    bool has_last_ = false;
    bool is_full_ = false;
};

// Takes another reference when the final status is answered as if the connection were gone, and keeps it.
class DisconnectedFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const HRESULT answer = PortFilter::send_final(final_status);
        if (answer == static_cast<HRESULT>(RPC_E_DISCONNECTED)) sink().AddRef();
        return answer;
    }
};

// The services pointer goes while an operation is at such a place.
template <bool (*Condition)(const Place&), Deed What>
void hook_release(Seams& seams) {
    filter_services(seams, {.released = [places = keep_places(seams)] {
                        for (const SinkPlaces::Elsewhere& other : places->elsewhere(nullptr)) {
                            if (Condition(other.place)) do_deed(What, other.sink);
                        }
                    }});
}

void fail_queries_in_second_indicate(Seams& seams) {
    filter_services(seams, {.exec_query = [places = keep_places(seams)](const Proceed& proceed,
                                                                        IEnumWbemClassObject** enumerator) -> HRESULT {
                        const auto all = places->elsewhere(nullptr);
                        const bool is_nested = std::ranges::any_of(all, [](const SinkPlaces::Elsewhere& other) {
                            return is_own_second_indicate(other.place);
                        });
                        if (!is_nested) return proceed();
                        if (enumerator != nullptr) *enumerator = nullptr;
                        return WBEM_E_FAILED;
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"race-own-cancel-in-second-indicate-ends-twice",
      "A sink that cancels itself in its second Indicate gets its final status at once, and once more.",
      clauses<"STA-1", "ORD-2", "STA-19", "REF-4">},
     hook_meetings<meet<is_own_second_indicate, Deed::kFinal>>},
    {{"race-own-cancel-in-second-indicate-answers-false",
      "A sink that cancels itself in its second Indicate is answered WBEM_S_FALSE.", clauses<"CAN-5">},
     hook_meetings<answer_false_to_own_second>},
    {{"race-own-cancel-in-final-releases", "A sink that cancels itself in its final status is released once too often.",
      clauses<"REF-5", "REF-6", "REF-4">},
     hook_meetings<meet<is_own_final, Deed::kRelease>>},
    {{"race-second-cancel-releases", "A second cancel during the callback that the first one waits for releases the sink.",
      clauses<"REF-5", "REF-6", "REF-4">},
     hook_meetings<meet<is_cancelled_in_callback, Deed::kRelease>>},
    {{"race-second-cancel-keeps", "A second cancel during the callback that the first one waits for keeps a reference.",
      clauses<"REF-3">},
     hook_meetings<meet<is_cancelled_in_callback, Deed::kAddRef>>},
    {{"race-two-cancels-end-twice", "Of two cancels of one sink at once, the later one sends a final status of its own.",
      clauses<"STA-1", "ORD-2", "STA-19", "REF-4">},
     hook_meetings<send_final_beside_another_cancel>},
    {{"race-cancel-beside-acceptance-releases",
      "A cancel while the call takes its reference gives that reference back, and the operation runs on.",
      clauses<"REF-5", "REF-4", "REF-6", "REF-1">},
     hook_meetings<meet<is_in_acceptance, Deed::kRelease>>},
    {{"race-cancel-beside-acceptance-ends-twice",
      "A cancel while the call takes its reference sends a final status, and the operation sends another.",
      clauses<"STA-1", "ORD-2", "STA-19", "REF-4", "REF-6", "ORD-1", "ORD-4", "ORD-8", "CAN-4">},
     hook_meetings<meet<is_in_acceptance, Deed::kFinal>>},
    {{"race-own-cancel-in-acceptance-keeps",
      "A cancel by the thread whose call takes the reference keeps one more.", clauses<"REF-3">},
     hook_meetings<meet<is_own_acceptance, Deed::kAddRef>>},
    {{"race-own-cancel-in-release-releases",
      "A cancel by the thread that gives the last reference back gives it back again.", clauses<"REF-5">},
     hook_meetings<meet<is_own_release, Deed::kRelease>>},
    {{"race-own-cancel-in-release-ends-again",
      "A cancel by the thread that gives the last reference back sends another final status.",
      clauses<"STA-1", "ORD-2", "STA-19", "REF-4">},
     hook_meetings<meet<is_own_release, Deed::kFinal>>},
    {{"race-cancel-elsewhere-beside-final-releases",
      "A cancel of a sink in its first Indicate, while another one is in its final status, releases the other one.",
      clauses<"REF-6", "REF-5", "CAN-2">},
     hook_meetings<release_in_final_elsewhere>},
    {{"race-cancel-elsewhere-beside-second-indicate-cancels-both",
      "A cancel of another sink while this one is in its second Indicate cancels both.",
      clauses<"CAN-2">},
     hook_meetings<cancel_both>},
    {{"race-cancel-elsewhere-beside-acceptance-keeps",
      "A cancel of another sink while the call with this one takes its reference keeps one more of this one.",
      clauses<"REF-3", "REF-10">},
     hook_meetings<meet_elsewhere<is_in_acceptance, Deed::kAddRef>>},
    {{"race-late-cancel-hits-neighbour",
      "A cancel that comes too late for its own operation ends one that is in its second Indicate.",
      clauses<"CAN-2">},
     hook_meetings<hit_neighbour_when_late>},
    {{"race-shared-cancel-beside-final-overlooks",
      "A cancel of a sink with one operation in its final status and another in an Indicate stops neither.",
      clauses<"CAN-1", "CAN-4">},
     hook_meetings<overlook_beside_final>},
    {{"race-shared-cancel-in-second-indicates-releases",
      "A cancel of a sink with two operations in their second Indicate releases it once too often.",
      clauses<"REF-5", "REF-6", "REF-4">},
     hook_meetings<release_beside_two_seconds>},
    {{"race-disconnected-ignored", "A query goes on when the sink answers an Indicate with RPC_E_DISCONNECTED.",
      clauses<"IND-6">},
     [](Seams& seams) { filter_ports<LostConnectionPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"race-disconnected-ends-twice", "A sink that answers RPC_E_DISCONNECTED gets two final statuses.",
      clauses<"STA-1", "ORD-2", "STA-19">},
     [](Seams& seams) {
         filter_ports<EndsTwicePort<static_cast<HRESULT>(RPC_E_DISCONNECTED)>>(seams, any_finite_call);
     }},
    {{"race-out-of-memory-retried", "An Indicate is tried again when the sink answers WBEM_E_OUT_OF_MEMORY.",
      clauses<"IND-6">},
     [](Seams& seams) { filter_ports<RetryPort>(seams, any_finite_call); }},
    {{"race-sudden-false-loses-rest", "Objects are left out when WBEM_S_FALSE follows an ordinary answer of the sink.",
      clauses<"ORD-8">},
     [](Seams& seams) { filter_ports<SuddenFalsePort>(seams, any_finite_call); }},
    {{"race-disconnected-final-keeps", "A sink that answers its final status with RPC_E_DISCONNECTED is referenced again and kept.",
      clauses<"REF-3", "REF-7">},
     [](Seams& seams) { filter_ports<DisconnectedFinalPort>(seams, any_finite_call); }},
    {{"race-services-release-in-second-indicate-releases",
      "When the services pointer goes during a second Indicate, the sink is released once too often.",
      clauses<"REF-5", "REF-6", "REF-4">},
     hook_release<is_in_second_indicate, Deed::kRelease>},
    {{"race-services-release-in-second-indicate-keeps",
      "When the services pointer goes during a second Indicate, one more reference on the sink is taken and kept.",
      clauses<"REF-3">},
     hook_release<is_in_second_indicate, Deed::kAddRef>},
    {{"race-nested-query-in-second-indicate-fails", "A query from inside a second Indicate fails.", clauses<"THR-3">},
     fail_queries_in_second_indicate},
};

}  // namespace

std::span<const DefectEntry> race_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
