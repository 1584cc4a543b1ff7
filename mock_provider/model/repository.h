// The store: namespaces with their classes and instances.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/change.h"
#include "mock_provider/model/name.h"
#include "mock_provider/model/namespace_store.h"

namespace wbemcheck::mock {

// Thread-safe. Owns its namespaces; a namespace that was handed out outlives its removal (its content is then
// empty).
//
// Writers are serialised over the whole repository, and the observer is called by the writing thread before
// its call returns, in the order of the commits. It runs outside the lock of the data: it may read the
// repository, it must not write to it.
class Repository {
public:
    explicit Repository(std::string server = "WBEMCHECK");
    ~Repository();
    Repository(const Repository&) = delete;
    Repository& operator=(const Repository&) = delete;

    [[nodiscard]] const std::string& server() const noexcept { return server_; }

    // One observer at a time; an empty function takes it away. When this returns, the former one is not
    // running and will not be called again.
    void observe(ChangeObserver observer);

    // Paths are "root\mock", in any case, with either slash.
    [[nodiscard]] std::shared_ptr<NamespaceStore> find_namespace(std::string_view path) const;

    // Makes the namespace with the system classes in it; its parent must exist, unless it is `root` itself.
    // WBEM_E_INVALID_NAMESPACE, WBEM_E_ALREADY_EXISTS, WBEM_E_INVALID_PARAMETER.
    [[nodiscard]] HRESULT create_namespace(std::string_view path);

    // With everything below it. WBEM_E_INVALID_NAMESPACE; `root` cannot go: WBEM_E_INVALID_OPERATION.
    [[nodiscard]] HRESULT delete_namespace(std::string_view path);

    // All paths, sorted; or the names of the immediate children of one.
    [[nodiscard]] std::vector<std::string> namespaces() const;
    [[nodiscard]] std::vector<std::string> child_namespaces(std::string_view path) const;

    // A repository of its own with the same namespaces, classes and instances. Cheap: what is immutable is shared.
    [[nodiscard]] std::unique_ptr<Repository> clone() const;
    // Lets `work` write to a clone. When it returns true, what the clone has become takes the place of what is
    // here, all at once for each namespace, and the observer hears of every change in its order; false: nothing
    // has happened. Other writers wait meanwhile.
    bool transact(const std::function<bool(Repository& copy)>& work);

private:
    // Takes over everything that `other`, a clone of this one, has become. For whoever holds the commit order.
    void adopt(Repository&& other);

    std::string server_;
    std::shared_ptr<CommitOrder> commits_;
    mutable std::shared_mutex mutex_;                                              // guards namespaces_
    std::map<std::string, std::shared_ptr<NamespaceStore>, NameLess> namespaces_;  // by path
};

}  // namespace wbemcheck::mock
