// IND, the quiet ones: arrays and objects that are wrong beside another operation, in one place, or one callback later.
#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "mock_provider/defects/course.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/object_filters.h"

namespace wbemcheck::mock {

namespace {

using Objects = std::span<IWbemClassObject*>;

// One array for all operations. What has ever been in it stays alive, so that the array alone is wrong.
class SharedArray {
public:
    [[nodiscard]] Objects fill(Objects objects) {
        const std::scoped_lock lock(mutex_);
        const std::size_t count = std::min(objects.size(), array_.size());
        for (std::size_t i = 0; i < count; ++i) {
            kept_.push_back(com::retain_ptr(objects[i]));
            array_[i] = objects[i];
        }
        return Objects(array_).first(count);
    }

private:
    std::mutex mutex_;
    std::array<IWbemClassObject*, 64> array_{};          // guarded by mutex_, except against those who read it: the point
    std::vector<com::com_ptr<IWbemClassObject>> kept_;  // guarded by mutex_
};

class SharedArrayPort final : public PortFilter {
public:
    SharedArrayPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                    std::shared_ptr<SharedArray> array)
        : PortFilter(std::move(inner), sink, call), array_(std::move(array)) {}

    HRESULT indicate(Objects objects) noexcept override { return PortFilter::indicate(array_->fill(objects)); }

private:
    const std::shared_ptr<SharedArray> array_;
};

// Gives its own reference on the last object of a batch away with the array.
class LastGivenAwayPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        std::vector<IWbemClassObject*> handed_out(objects.begin(), objects.end());
        const auto last = understate_count(com::retain_ptr(objects.back()));
        handed_out.back() = last.get();
        return PortFilter::indicate(handed_out);
    }
};

// Uses the objects of a batch again for the next one.
class RecycledObjectsPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        for (const auto& object : before_) {
            alter(*object);
        }
        before_.clear();
        for (IWbemClassObject* const object : objects) {
            before_.push_back(com::retain_ptr(object));
        }
        return PortFilter::indicate(objects);
    }

private:
    std::vector<com::com_ptr<IWbemClassObject>> before_;
};

class NullInsidePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        std::vector<IWbemClassObject*> changed(objects.begin(), objects.end());
        if (changed.size() > 2) {
            changed[changed.size() / 2] = nullptr;
        }
        return PortFilter::indicate(changed);
    }
};

// Learns that there is nothing more from a batch that is not full; when the last one is full, from an empty one.
class FullBatchPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT indicate(Objects objects) noexcept override {
        last_ = objects.size();
        largest_ = std::max(largest_, last_);
        return CoursePort::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (SUCCEEDED(final_status.result) && course().indicates > 1 && last_ == largest_) {
            PortFilter::indicate({});
        }
        return CoursePort::send_final(final_status);
    }

private:
    std::size_t last_ = 0;
    std::size_t largest_ = 0;
};

// Asks what the sink answers to the first Indicate only.
class FirstAnswerPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT indicate(Objects objects) noexcept override {
        const HRESULT answer = CoursePort::indicate(objects);
        return course().indicates == 1 ? answer : WBEM_S_NO_ERROR;
    }
};

constexpr DefectEntry kDefects[] = {
    {{"array-shared-by-operations", "All queries deliver from one array, also at the same time.",
      clauses<"IND-1", "IND-3">},
     [](Seams& seams) {
         filter_ports<SharedArrayPort>(seams, calls_of<AsyncMethod::kExecQuery>, std::make_shared<SharedArray>());
     }},
    {{"last-object-without-reference",
      "CreateInstanceEnumAsync keeps no reference on the last object of a batch while Indicate runs.",
      clauses<"IND-2">},
     [](Seams& seams) { filter_ports<LastGivenAwayPort>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>); }},
    {{"objects-reused-by-next-batch", "A query changes the objects of a batch when it makes the next one.",
      clauses<"IND-3">},
     [](Seams& seams) { filter_ports<RecycledObjectsPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"null-inside-array", "CreateInstanceEnumAsync has a NULL in place of an object in its larger batches.",
      clauses<"IND-4", "ORD-8">},
     [](Seams& seams) { filter_ports<NullInsidePort>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>); }},
    {{"indicate-empty-after-full-batch", "A query whose last batch is full makes an Indicate without objects.",
      clauses<"IND-4">},
     [](Seams& seams) { filter_ports<FullBatchPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"later-refusal-ignored", "An operation goes on when the sink refuses another Indicate than the first.",
      clauses<"IND-6">},
     [](Seams& seams) { filter_ports<FirstAnswerPort>(seams, any_finite_call); }},
};

}  // namespace

std::span<const DefectEntry> rare_indicate_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
