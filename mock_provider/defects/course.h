// What an operation has gone through by the time its final status is due: for defects that strike in one course of events
// and in no other.
#pragma once

#include <cstddef>
#include <thread>

#include "mock_provider/defects/port_filter.h"

namespace wbemcheck::mock {

struct Course {
    std::size_t indicates = 0;              // that have begun
    HRESULT last_answer = WBEM_S_NO_ERROR;  // of the sink, to an Indicate
    std::thread::id last_thread;            // of the last Indicate
    HRESULT result = WBEM_S_NO_ERROR;       // of the final status

    [[nodiscard]] bool was_refused() const noexcept { return FAILED(last_answer); }
    [[nodiscard]] bool was_cancelled() const noexcept { return result == WBEM_E_CALL_CANCELLED && !was_refused(); }
    [[nodiscard]] bool has_failed() const noexcept { return FAILED(result) && result != WBEM_E_CALL_CANCELLED; }
    // On the thread of the final status: the delivering thread goes on to it only when the cancel found it in the sink.
    [[nodiscard]] bool was_cancelled_inside(std::size_t ordinal) const noexcept {
        return was_cancelled() && indicates == ordinal && last_thread == std::this_thread::get_id();
    }
};

class CoursePort : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        ++course_.indicates;
        course_.last_thread = std::this_thread::get_id();
        course_.last_answer = PortFilter::indicate(objects);
        return course_.last_answer;
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        course_.result = final_status.result;
        return PortFilter::send_final(final_status);
    }

protected:
    [[nodiscard]] const Course& course() const noexcept { return course_; }
    // For what is decided before the final status is sent.
    [[nodiscard]] Course course_to(const FinalStatus& final_status) const noexcept {
        Course course = course_;
        course.result = final_status.result;
        return course;
    }

private:
    Course course_;
};

}  // namespace wbemcheck::mock
