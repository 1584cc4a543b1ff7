// What happened to a namespace, and who is told: the source of intrinsic events.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"

namespace wbemcheck::mock {

// One committed change. `*_before` is null for creations, `*_after` for deletions.
struct Change {
    enum class Kind { kClass, kInstance, kNamespace };

    Kind kind = Kind::kInstance;
    std::string namespace_path;  // where it happened; for kNamespace, the parent
    std::shared_ptr<const ClassDefinition> class_before;
    std::shared_ptr<const ClassDefinition> class_after;
    std::shared_ptr<const Instance> instance_before;  // kNamespace: an instance of __NAMESPACE
    std::shared_ptr<const Instance> instance_after;
};

// Runs on the writing thread, before its call returns. It may read the repository; it must not write to it,
// and must not throw.
using ChangeObserver = std::function<void(const Change&)>;

// Serialises the writers of one repository and tells the observer. Shared by the repository and its
// namespaces, which may outlive it. Thread-safe.
class CommitOrder {
public:
    // When this returns, the former observer is not running and will not be called again. Not from an
    // observer.
    void observe(ChangeObserver observer);

    // Runs `commit`, which takes the locks of the data that it needs and gives them back, then tells the
    // observer of the changes that it appended to its argument. One caller at a time: what the observer hears
    // has the order of the commits. After a failure nothing is told.
    [[nodiscard]] HRESULT run(const std::function<HRESULT(std::vector<Change>&)>& commit);

private:
    std::mutex mutex_;         // held across commit and observer
    ChangeObserver observer_;  // guarded by mutex_
};

}  // namespace wbemcheck::mock
