// Example_Job: what instance_provider.cpp does, for data that takes time to come by. Every method looks at
// its arguments, hands the work to a thread of the provider and returns (IMM-7, IMM-8).
#include "tests/providers/asynchronous_provider.h"

#include <memory>
#include <optional>

#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "tests/providers/answer.h"
#include "tests/providers/arguments.h"
#include "tests/providers/job.h"
#include "tests/providers/not_capable_services.h"
#include "tests/providers/object_path.h"
#include "tests/providers/objects.h"
#include "tests/providers/table.h"
#include "tests/providers/workers.h"

namespace wbemcheck::example {

namespace {

// What the threads use, the provider or not: none of them has a reference to the provider, which therefore
// ends when WMI lets go of it, and not when the last request is done.
struct Shared {
    com::com_ptr<IWbemServices> services;  // written by Initialize, before any request
    Table<Job> jobs{fixed_jobs()};

    [[nodiscard]] com::com_ptr<IWbemClassObject> job_class(IWbemContext* context) const {
        return get_class(services.get(), Job::kClass, context);  // PRV-7
    }
};

class JobProvider final : public NotCapableServices {
public:
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* services, IWbemContext*,
                                         IWbemProviderInitSink* init_sink) noexcept override {
        if (services == nullptr || init_sink == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        const HRESULT result = com::guard([&] {
            shared_->services = com::retain_ptr(services);  // PRV-5
            workers_.emplace(kThreads);
        });
        init_sink->SetStatus(SUCCEEDED(result) ? WBEM_S_INITIALIZED : WBEM_E_FAILED, 0);  // PRV-2
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR path, LONG flags, IWbemContext* context,
                                             IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(path, sink, flags, kGetFlags); FAILED(refused)) {
            return refused;
        }
        return com::guard([&] {
            // `path` is its caller's and may be gone when the thread gets to it: the text is copied.
            start(sink, context,
                  [text = com::to_utf8(path)](Shared& shared, IWbemContext* its_context, Answer& answer) {
                      const Job job = shared.jobs.get(key_in_path(text, Job::kClass, Job::kKey));
                      answer.add(make_instance(*shared.job_class(its_context), job));
                  });
        });
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR class_name, LONG flags,
                                                      IWbemContext* context,
                                                      IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(class_name, sink, flags, kEnumerationFlags);
            FAILED(refused)) {
            return refused;
        }
        return com::guard([&] {
            if (!is_same_name(com::to_utf8(class_name), Job::kClass)) {
                throw com::HresultError(WBEM_E_INVALID_CLASS);  // ARG-12; the sink has not been used: STA-14
            }
            start(sink, context, [](Shared& shared, IWbemContext* its_context, Answer& answer) {
                const auto instances_of = shared.job_class(its_context);
                for (const Job& job : shared.jobs.all()) {
                    answer.add(make_instance(*instances_of, job));
                }
            });
        });
    }

    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject* instance, LONG flags, IWbemContext* context,
                                               IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(instance, sink, flags, kPutFlags); FAILED(refused)) {
            return refused;
        }
        if (is_contradictory(flags)) {
            return WBEM_E_INVALID_PARAMETER;
        }
        if (wants_partial_update(context)) {
            return WBEM_E_PROVIDER_NOT_CAPABLE;
        }
        return com::guard([&] {
            // Read here: the client may go on with the instance when this method has returned.
            start(sink, context,
                  [job = read_job(*instance), flags](Shared& shared, IWbemContext*, Answer& answer) {
                      shared.jobs.put(job, put_mode(flags));
                      answer.set_text(make_instance_path(Job::kClass, Job::kKey, job.id));  // STA-11
                  });
        });
    }

    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR path, LONG flags, IWbemContext* context,
                                                  IWbemObjectSink* sink) noexcept override {
        if (const HRESULT refused = check_arguments(path, sink, flags, kDeleteFlags); FAILED(refused)) {
            return refused;
        }
        return com::guard([&] {
            start(sink, context, [text = com::to_utf8(path)](Shared& shared, IWbemContext*, Answer&) {
                shared.jobs.erase(key_in_path(text, Job::kClass, Job::kKey));
            });
        });
    }

private:
    static constexpr std::size_t kThreads = 2;

    // From here on the sink and the context are needed after the method has returned, so each gets a
    // reference, which goes with the task, after the final (REF-15). The caller returns WBEM_S_NO_ERROR, and
    // the final comes in any case: a task that is not done when the provider ends is cancelled (PRV-9).
    template <class Work>
    void start(IWbemObjectSink* sink, IWbemContext* context, Work work) {
        if (!workers_) {
            throw com::HresultError(WBEM_E_INITIALIZATION_FAILURE);
        }
        workers_->submit([shared = shared_, its_sink = com::retain_ptr(sink),
                          its_context = com::retain_ptr(context),
                          its_work = std::move(work)](bool is_stopping) {
            answer_with(*its_sink, [&](Answer& answer) {
                if (is_stopping) {
                    throw com::HresultError(WBEM_E_CALL_CANCELLED);
                }
                its_work(*shared, its_context.get(), answer);
            });
        });
    }

    const std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();  // shared with the tasks
    // Declared last, and so the first to go: the last Release waits here for the threads and all that they
    // hold, then gives back the namespace (PRV-13).
    std::optional<Workers> workers_;  // written by Initialize, before any request
};

}  // namespace

com::com_ptr<IUnknown> make_job_provider() { return com::make_com<JobProvider>().as<IUnknown>(); }

}  // namespace wbemcheck::example
