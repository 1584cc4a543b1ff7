// IND: the arrays and objects of an Indicate, what the sink's answer is taken for, and how many objects a call delivers.
#include <algorithm>
#include <utility>
#include <vector>

#include "mock_provider/defects/families.h"
#include "mock_provider/defects/object_filters.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

namespace {

using Objects = std::span<IWbemClassObject*>;

constexpr HRESULT kNewStyle = 0x400FF;  // MS-WMI 3.1.4.2.1: what a sink answers to its first Indicate on the wire

// The array of the Indicate in which this thread is; empty outside of any.
thread_local Objects array_in_progress;

class ExposedArrayPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        const Objects outer = std::exchange(array_in_progress, objects);
        const HRESULT answer = PortFilter::indicate(objects);
        array_in_progress = outer;
        return answer;
    }
};

// On the thread that reads the array, so that nobody reads an entry while it changes.
void clear_array_on_cancel(Seams& seams) {
    filter_ports<ExposedArrayPort>(seams, any_call);
    filter_services(seams, {.cancel = [](IWbemServices& services, IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        std::ranges::fill(array_in_progress, nullptr);
                        return result;
                    }});
}

class UnderstatedObjectsPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        std::vector<com::com_ptr<IWbemClassObject>> owners;
        std::vector<IWbemClassObject*> handed_out;
        for (IWbemClassObject* const object : objects) {
            owners.push_back(understate_count(com::retain_ptr(object)));
            handed_out.push_back(owners.back().get());
        }
        return PortFilter::indicate(handed_out);
    }
};

// Changes its objects when Indicate has returned, as if to use them again for the next row.
class ReusedObjectsPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        const HRESULT answer = PortFilter::indicate(objects);
        for (IWbemClassObject* const object : objects) {
            alter(*object);
        }
        return answer;
    }
};

// An Indicate without objects behind those that had some.
class EmptyIndicatePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        has_indicated_ = true;
        return PortFilter::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (has_indicated_ && SUCCEEDED(final_status.result)) {
            PortFilter::indicate({});
        }
        return PortFilter::send_final(final_status);
    }

private:
    bool has_indicated_ = false;
};

// Delivers other arrays than it is given.
template <void (*Change)(std::vector<IWbemClassObject*>& objects)>
class ChangedArrayPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        std::vector<IWbemClassObject*> changed(objects.begin(), objects.end());
        Change(changed);
        return PortFilter::indicate(changed);
    }
};

void add_null(std::vector<IWbemClassObject*>& objects) { objects.push_back(nullptr); }
void double_object(std::vector<IWbemClassObject*>& objects) { objects.push_back(objects.back()); }

// Takes other answers of the sink for a failure.
template <bool (*Refuses)(HRESULT answer)>
class AnswerPolicy final : public PolicyFilter {
public:
    using PolicyFilter::PolicyFilter;

    [[nodiscard]] bool is_refusal(HRESULT answer) const noexcept override { return Refuses(answer); }
};

bool never(HRESULT) { return false; }
bool unless_zero(HRESULT answer) { return answer != WBEM_S_NO_ERROR; }
bool when_failed_or_new_style(HRESULT answer) { return FAILED(answer) || answer == kNewStyle; }

// Tries a refused Indicate once more before it gives up.
class InsistingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        const HRESULT answer = PortFilter::indicate(objects);
        if (FAILED(answer)) {
            PortFilter::indicate(objects);
        }
        return answer;
    }
};

// Makes no Indicate at all.
class SilentPort : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects) noexcept override { return WBEM_S_NO_ERROR; }
};

// Its object comes with the final status instead.
class ObjectInFinalOnlyPort final : public SilentPort {
public:
    using SilentPort::SilentPort;

    HRESULT indicate(Objects objects) noexcept override {
        object_ = com::retain_ptr(objects.back());
        return SilentPort::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        FinalStatus changed = final_status;
        changed.object = object_ ? object_.get() : changed.object;
        return SilentPort::send_final(changed);
    }

private:
    com::com_ptr<IWbemClassObject> object_;
};

// Delivers an object when there has been none.
class InventedObjectPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        has_indicated_ = true;
        return PortFilter::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (!has_indicated_ && SUCCEEDED(final_status.result)) {
            const auto invented = make_empty_object();
            IWbemClassObject* objects[] = {invented.get()};
            PortFilter::indicate(objects);
        }
        return PortFilter::send_final(final_status);
    }

private:
    bool has_indicated_ = false;
};

constexpr DefectEntry kDefects[] = {
    {{"array-cleared-by-cancel", "A cancel from inside an Indicate clears the array of that Indicate.",
      clauses<"IND-1">},
     clear_array_on_cancel},
    {{"object-without-reference", "GetObjectAsync keeps no reference on its object while Indicate runs.",
      clauses<"IND-2">},
     [](Seams& seams) { filter_ports<UnderstatedObjectsPort>(seams, calls_of<AsyncMethod::kGetObject>); }},
    {{"objects-reused", "A query changes its objects when Indicate has returned, whoever keeps them.",
      clauses<"IND-3">},
     [](Seams& seams) { filter_ports<ReusedObjectsPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"indicate-empty-at-end", "A query marks the end of its objects with an Indicate without objects.",
      clauses<"IND-4">},
     [](Seams& seams) { filter_ports<EmptyIndicatePort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"null-in-array", "Every array of CreateClassEnumAsync has a NULL at its end, which is counted.",
      clauses<"IND-4", "ORD-8">},
     [](Seams& seams) { filter_ports<ChangedArrayPort<add_null>>(seams, calls_of<AsyncMethod::kCreateClassEnum>); }},
    {{"refusal-ignored", "An operation goes on when the sink refuses an Indicate.", clauses<"IND-6", "STA-17">},
     [](Seams& seams) { filter_policy<AnswerPolicy<never>>(seams); }},
    {{"refused-indicate-repeated", "A refused Indicate is made once more before the operation ends.",
      clauses<"IND-6">},
     [](Seams& seams) { filter_ports<InsistingPort>(seams, any_finite_call); }},
    {{"success-taken-for-refusal", "Every answer of the sink but WBEM_S_NO_ERROR ends the operation.",
      clauses<"IND-7", "STA-8">},
     [](Seams& seams) { filter_policy<AnswerPolicy<unless_zero>>(seams); }},
    {{"new-style-taken-for-refusal", "The answer WBEM_S_NEW_STYLE (0x400FF) of the sink ends the operation.",
      clauses<"IND-7", "STA-8">},
     [](Seams& seams) { filter_policy<AnswerPolicy<when_failed_or_new_style>>(seams); }},
    {{"object-delivered-twice", "GetObjectAsync delivers its object twice.", clauses<"IND-12", "ORD-8">},
     [](Seams& seams) { filter_ports<ChangedArrayPort<double_object>>(seams, calls_of<AsyncMethod::kGetObject>); }},
    {{"object-in-final-only",
      "GetObjectAsync with WBEM_FLAG_SEND_STATUS delivers its object with the final status, not by Indicate.",
      clauses<"IND-12", "ORD-8", "STA-9">},
     [](Seams& seams) {
         filter_ports<ObjectInFinalOnlyPort>(seams, calls_with_progress_of<AsyncMethod::kGetObject>);
     }},
    {{"out-parameters-lost", "ExecMethodAsync with WBEM_FLAG_SEND_STATUS delivers no out parameters.",
      clauses<"IND-12", "ORD-8">},
     [](Seams& seams) { filter_ports<SilentPort>(seams, calls_with_progress_of<AsyncMethod::kExecMethod>); }},
    {{"out-parameters-invented", "ExecMethodAsync delivers an object for a method without out parameters.",
      clauses<"IND-12", "ORD-8">},
     [](Seams& seams) { filter_ports<InventedObjectPort>(seams, calls_of<AsyncMethod::kExecMethod>); }},
};

}  // namespace

std::span<const DefectEntry> indicate_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
