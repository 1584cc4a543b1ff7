// THR: calls from inside callbacks; STA-17: refused progress; IND-3: objects that outlive what they came from.
#include <atomic>
#include <memory>
#include <semaphore>
#include <utility>
#include <vector>

#include "mock_provider/defects/families.h"
#include "mock_provider/defects/forwarding.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

enum class Place { kOutside, kInIndicate, kInFinal };

// In which callback of a finite operation this thread is.
thread_local Place t_place = Place::kOutside;

class PlacedPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        const Place outer = std::exchange(t_place, Place::kInIndicate);
        const HRESULT answer = PortFilter::indicate(objects);
        t_place = outer;
        return answer;
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const Place outer = std::exchange(t_place, Place::kInFinal);
        const HRESULT answer = PortFilter::send_final(final_status);
        t_place = outer;
        return answer;
    }
};

void wait_for_ever() {
    std::binary_semaphore nothing(0);
    nothing.acquire();
}

// As with a lock that is held while the final status is being delivered. One method, so that a run stays quick.
void lock_final(Seams& seams) {
    filter_ports<PlacedPort>(seams, calls_of<AsyncMethod::kDeleteClass>);
    filter_services(seams, {.get_object = [](const Proceed& proceed, IWbemClassObject**) {
                        if (t_place == Place::kInFinal) {
                            wait_for_ever();
                        }
                        return proceed();
                    }});
}

// As with one worker for the callback and for the call that it makes.
void queue_behind_callback(Seams& seams) {
    filter_ports<PlacedPort>(seams, calls_of<AsyncMethod::kCreateClassEnum>);
    filter_services(seams, {.exec_query = [](const Proceed& proceed, IEnumWbemClassObject**) {
                        if (t_place == Place::kInIndicate) {
                            wait_for_ever();
                        }
                        return proceed();
                    }});
}

void refuse_nested(Seams& seams) {
    filter_ports<PlacedPort>(seams, any_finite_call);
    filter_services(seams, {.get_object = [](const Proceed& proceed, IWbemClassObject** object) -> HRESULT {
                        if (t_place == Place::kOutside || object == nullptr) {
                            return proceed();
                        }
                        *object = nullptr;
                        return WBEM_E_FAILED;
                    }});
}

void empty_nested(Seams& seams) {
    filter_ports<PlacedPort>(seams, any_finite_call);
    filter_services(seams, {.exec_query = [](const Proceed& proceed, IEnumWbemClassObject** enumerator) {
                        const HRESULT result = proceed();
                        if (t_place != Place::kOutside && SUCCEEDED(result)) {
                            (*enumerator)->Skip(static_cast<LONG>(WBEM_INFINITE), 1);
                        }
                        return result;
                    }});
}

class DeafPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT report_progress(HRESULT progress) noexcept override {
        PortFilter::report_progress(progress);
        return WBEM_S_NO_ERROR;
    }
};

class OffendedPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT report_progress(HRESULT progress) noexcept override {
        const HRESULT answer = PortFilter::report_progress(progress);
        is_refused_ = is_refused_ || FAILED(answer);
        return answer;
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(is_refused_ ? FinalStatus{WBEM_E_FAILED, nullptr, nullptr} : final_status);
    }

private:
    bool is_refused_ = false;
};

// Gets rid of one more object when progress was refused.
class HastyPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        last_ = objects.empty() ? nullptr : com::retain_ptr(objects.back());
        return PortFilter::indicate(objects);
    }
    HRESULT report_progress(HRESULT progress) noexcept override {
        const HRESULT answer = PortFilter::report_progress(progress);
        if (FAILED(answer) && last_) {
            IWbemClassObject* objects[] = {last_.get()};
            PortFilter::indicate(objects);
        }
        return answer;
    }
    void release() noexcept override {
        last_.reset();
        PortFilter::release();
    }

private:
    com::com_ptr<IWbemClassObject> last_;
};

using Departures = std::atomic<unsigned>;  // of services pointers

// Has nothing to say any more once a services pointer is gone.
class DependentObject final : public ForwardingObject {
public:
    DependentObject(com::com_ptr<IWbemClassObject> inner, std::shared_ptr<const Departures> departures)
        : ForwardingObject(std::move(inner)), departures_(std::move(departures)), at_birth_(*departures_) {}

    HRESULT STDMETHODCALLTYPE Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type,
                                  LONG* flavor) noexcept override {
        if (*departures_ != at_birth_) {
            return WBEM_E_SHUTTING_DOWN;
        }
        return ForwardingObject::Get(name, flags, value, type, flavor);
    }

private:
    const std::shared_ptr<const Departures> departures_;
    const unsigned at_birth_;
};

class DependentObjectsPort final : public PortFilter {
public:
    DependentObjectsPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                         std::shared_ptr<Departures> departures)
        : PortFilter(std::move(inner), sink, call), departures_(std::move(departures)) {}

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        std::vector<com::com_ptr<IWbemClassObject>> owners;
        std::vector<IWbemClassObject*> handed_out;
        for (IWbemClassObject* const object : objects) {
            owners.push_back(com::make_com<DependentObject>(com::retain_ptr(object), departures_));
            handed_out.push_back(owners.back().get());
        }
        return PortFilter::indicate(handed_out);
    }

private:
    const std::shared_ptr<Departures> departures_;
};

void let_objects_die(Seams& seams) {
    const auto departures = std::make_shared<Departures>(0);
    filter_ports<DependentObjectsPort>(seams, calls_of<AsyncMethod::kExecQuery>, departures);
    filter_services(seams, {.released = [departures] { ++*departures; }});
}

constexpr DefectEntry kDefects[] = {
    {{"nested-call-locked-out",
      "A GetObject from inside the final status of DeleteClassAsync never returns.",
      clauses<"THR-3">},
     lock_final},
    {{"nested-call-behind-callback", "A query from inside an Indicate of CreateClassEnumAsync never returns.",
      clauses<"THR-3", "STA-1">},
     queue_behind_callback},
    {{"nested-call-refused", "A GetObject from inside a callback fails with WBEM_E_FAILED.", clauses<"THR-3">},
     refuse_nested},
    {{"nested-query-short", "A query from inside a callback misses its first object.", clauses<"THR-3">}, empty_nested},
    {{"progress-refusal-ignored", "An operation goes on when the sink refuses progress.", clauses<"STA-17">},
     [](Seams& seams) { filter_ports<DeafPort>(seams, any_finite_call); }},
    {{"progress-refusal-ends-with-failure",
      "An operation whose sink refuses progress ends with WBEM_E_FAILED.", clauses<"STA-17">},
     [](Seams& seams) { filter_ports<OffendedPort>(seams, any_finite_call); }},
    {{"object-after-refused-progress", "When the sink refuses progress it gets one more object.", clauses<"STA-17">},
     [](Seams& seams) { filter_ports<HastyPort>(seams, any_finite_call); }},
    {{"objects-die-with-services", "The objects of a query cannot be read once a services pointer was released.",
      clauses<"IND-3">},
     let_objects_die},
};

}  // namespace

std::span<const DefectEntry> thread_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
