// LIV: crashes, hangs, exits, exceptions and what has no end. Each strikes in one kind of call, so that a run shows the rest going on.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <semaphore>
#include <stdexcept>
#include <vector>

#include "mock_provider/defects/course.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

constexpr int kExitCode = 3;

// What `object->member = 1` does when `object` is null. The address is hidden from the compiler and is not 0, so that
// neither an optimiser nor a sanitizer makes something else of it.
void write_through_null() {
    static volatile std::uintptr_t address = 16;
    *reinterpret_cast<volatile int*>(address) = 1;  // NOLINT(performance-no-int-to-ptr): that is the point
}

// For ever. The thread is the client's or a worker of the mock; it ends with the process.
void hang() {
    std::binary_semaphore nothing(0);
    nothing.acquire();
}

void exit_at_once() { std::_Exit(kExitCode); }

// Takes memory and keeps it. The bound is there for a machine on which nobody ends this.
void eat_memory() {
    constexpr std::size_t kMouthful = 4 * 1024 * 1024;
    constexpr std::size_t kMouthfuls = 1024;
    static std::vector<std::vector<char>> eaten;
    while (eaten.size() < kMouthfuls) {
        eaten.emplace_back(kMouthful, 'x');
    }
    hang();
}

void throw_exception() { throw std::runtime_error("the provider has lost its way"); }

constexpr CallCondition kQueries = calls_of<AsyncMethod::kExecQuery>;
constexpr CallCondition kQueriesWithProgress = calls_with_progress_of<AsyncMethod::kExecQuery>;

template <CallCondition Condition, void (*Strike)()>
void strike_in_call(Seams& seams) {
    filter_services(seams, {.asynchronous = [](const CallInfo& call, const Proceed& proceed) {
                        if (Condition(call) && call.sink != nullptr) {
                            Strike();
                        }
                        return proceed();
                    }});
}

void hang_in_cancel_of_null(Seams& seams) {
    filter_services(seams, {.cancel = [](IWbemServices& services, IWbemObjectSink* sink) {
                        if (sink == nullptr) {
                            hang();
                        }
                        return services.CancelAsyncCall(sink);
                    }});
}

// Strikes on the delivering thread, between the first Indicate and what comes behind it.
template <void (*Strike)()>
class StrikingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        const HRESULT answer = PortFilter::indicate(objects);
        Strike();
        return answer;
    }
};

// Never comes to the end of its objects.
class EndlessPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        for (;;) {
            static_cast<void>(PortFilter::indicate(objects));
        }
    }
};

void throw_from_cancel_of_null(Seams& seams) {
    filter_services(seams, {.cancel = [](IWbemServices& services, IWbemObjectSink* sink) {
                        if (sink == nullptr) {
                            throw_exception();
                        }
                        return services.CancelAsyncCall(sink);
                    }});
}

// Strikes when it should end a cancelled operation on the thread that delivers.
class CancelStrikingPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (course_to(final_status).was_cancelled_inside(1)) {
            write_through_null();
        }
        return CoursePort::send_final(final_status);
    }
};

// Waits for another answer when the sink has said WBEM_S_FALSE, and for ever, with a reference on it.
class WaitingPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    void accept() noexcept override {
        CoursePort::accept();
        second_ = com::retain_ptr(&sink());
    }

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        return is_waiting() ? WBEM_S_NO_ERROR : CoursePort::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return is_waiting() ? WBEM_S_NO_ERROR : CoursePort::send_final(final_status);
    }
    void release() noexcept override {
        if (is_waiting()) {
            static_cast<void>(second_.detach());
        } else {
            CoursePort::release();
            second_.reset();
        }
    }

private:
    [[nodiscard]] bool is_waiting() const noexcept { return course().last_answer == WBEM_S_FALSE; }

    com::com_ptr<IWbemObjectSink> second_;
};

constexpr DefectEntry kDefects[] = {
    {{"crash-in-call", "ExecQueryAsync writes through a null pointer.", clauses<"LIV-1">},
     strike_in_call<kQueries, write_through_null>},
    {{"crash-in-delivery",
      "The thread that delivers for ExecQueryAsync with WBEM_FLAG_SEND_STATUS writes through a null pointer after the "
      "first Indicate.",
      clauses<"LIV-1">},
     [](Seams& seams) { filter_ports<StrikingPort<write_through_null>>(seams, kQueriesWithProgress); }},
    {{"crash-after-cancel", "The thread that delivers for GetObjectAsync writes through a null pointer after a cancel.",
      clauses<"LIV-1">},
     [](Seams& seams) { filter_ports<CancelStrikingPort>(seams, calls_of<AsyncMethod::kGetObject>); }},
    {{"hang-in-call", "ExecQueryAsync with WBEM_FLAG_SEND_STATUS never returns.", clauses<"LIV-2">},
     strike_in_call<kQueriesWithProgress, hang>},
    {{"hang-in-cancel", "CancelAsyncCall of NULL never returns.", clauses<"LIV-2">}, hang_in_cancel_of_null},
    {{"exit-in-call", "ExecQueryAsync with WBEM_FLAG_SEND_STATUS ends the process with exit code 3.",
      clauses<"LIV-3">},
     strike_in_call<kQueriesWithProgress, exit_at_once>},
    {{"exit-in-delivery",
      "The thread that delivers for ExecQueryAsync with WBEM_FLAG_SEND_STATUS ends the process with exit code 3.",
      clauses<"LIV-3">},
     [](Seams& seams) { filter_ports<StrikingPort<exit_at_once>>(seams, kQueriesWithProgress); }},
    {{"throw-from-call", "ExecQueryAsync with WBEM_FLAG_SEND_STATUS throws an exception.", clauses<"LIV-4">},
     strike_in_call<kQueriesWithProgress, throw_exception>},
    {{"throw-from-cancel", "CancelAsyncCall of NULL throws an exception.", clauses<"LIV-4">},
     throw_from_cancel_of_null},
    {{"hang-in-delivery",
      "The thread that delivers for ExecQueryAsync with WBEM_FLAG_SEND_STATUS waits for ever after the first Indicate.",
      clauses<"LIV-5", "STA-1">},
     [](Seams& seams) { filter_ports<StrikingPort<hang>>(seams, kQueriesWithProgress); }},
    {{"stall-after-false", "Nothing more comes from a query once the sink has answered WBEM_S_FALSE.",
      clauses<"LIV-5", "STA-1">},
     [](Seams& seams) { filter_ports<WaitingPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"operation-eats-memory",
      "ExecQueryAsync with WBEM_FLAG_SEND_STATUS takes memory without end: 4 GiB, and then it never returns.",
      clauses<"LIV-6">},
     strike_in_call<kQueriesWithProgress, eat_memory>},
    {{"operation-never-stops-delivering",
      "The thread that delivers for ExecQueryAsync with WBEM_FLAG_SEND_STATUS calls Indicate again and again.",
      clauses<"LIV-6", "STA-1", "LIV-5">},
     [](Seams& seams) { filter_ports<EndlessPort>(seams, kQueriesWithProgress); }},
};

}  // namespace

std::span<const DefectEntry> liveness_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
