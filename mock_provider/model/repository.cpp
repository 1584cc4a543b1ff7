#include "mock_provider/model/repository.h"

#include <iterator>
#include <mutex>
#include <optional>
#include <utility>

#include "mock_provider/model/schema.h"

namespace wbemcheck::mock {

namespace {

constexpr std::string_view kRoot = "root";

struct SplitPath {
    std::string_view parent;  // "" for root
    std::string_view name;
};

SplitPath split(std::string_view path) noexcept {
    const std::size_t slash = path.rfind('\\');
    return slash == std::string_view::npos ? SplitPath{{}, path}
                                           : SplitPath{path.substr(0, slash), path.substr(slash + 1)};
}

bool is_below(std::string_view path, std::string_view ancestor) noexcept {
    return path.size() > ancestor.size() && path[ancestor.size()] == '\\' &&
           equal_names(path.substr(0, ancestor.size()), ancestor);
}

ObjectPath path_of_namespace(std::string_view name) {
    ObjectPath path;
    path.class_name = "__NAMESPACE";
    path.form = ObjectPath::Form::kInstance;
    path.keys.push_back({"Name", Value::string(std::string(name))});
    return path;
}

}  // namespace

Repository::Repository(std::string server)
    : server_(std::move(server)), commits_(std::make_shared<CommitOrder>()) {}

Repository::~Repository() = default;

void Repository::observe(ChangeObserver observer) { commits_->observe(std::move(observer)); }

std::shared_ptr<NamespaceStore> Repository::find_namespace(std::string_view path) const {
    const std::optional<std::string> parsed = parse_namespace_path(path);
    if (!parsed) {
        return nullptr;
    }
    const std::shared_lock lock(mutex_);
    const auto found = namespaces_.find(*parsed);
    return found != namespaces_.end() ? found->second : nullptr;
}

HRESULT Repository::create_namespace(std::string_view path) {
    const std::optional<std::string> parsed = parse_namespace_path(path);
    if (!parsed) {
        return WBEM_E_INVALID_PARAMETER;
    }
    const SplitPath place = split(*parsed);
    const bool is_root = equal_names(*parsed, kRoot);
    const std::shared_ptr<NamespaceStore> parent = is_root ? nullptr : find_namespace(place.parent);
    if (parent == nullptr && !is_root) {
        return WBEM_E_INVALID_NAMESPACE;
    }

    // Furnished under a commit order of its own: nobody can see it yet, and nobody is to hear of it.
    const std::string full_path = is_root ? *parsed : parent->path() + '\\' + std::string(place.name);
    auto space = std::make_shared<NamespaceStore>(
        std::make_shared<CommitOrder>(), std::make_shared<const Decoration>(Decoration{server_, full_path}));
    add_system_classes(*space);
    space->commits_ = commits_;

    return commits_->run([&](std::vector<Change>& changes) -> HRESULT {
        if (find_namespace(full_path) != nullptr) {
            return WBEM_E_ALREADY_EXISTS;
        }
        if (parent != nullptr) {
            const auto instance = make_instance(space->find_class("__NAMESPACE"),
                                                {{"Name", Value::string(std::string(place.name))}});
            const HRESULT result = parent->commit_put(NamespaceStore::Caller::kSystem, *instance,
                                                      WBEM_FLAG_CREATE_ONLY, changes);
            if (FAILED(result)) {
                return result;
            }
            changes.back().kind = Change::Kind::kNamespace;
        }
        const std::unique_lock lock(mutex_);
        namespaces_.emplace(full_path, std::move(space));
        return WBEM_S_NO_ERROR;
    });
}

HRESULT Repository::delete_namespace(std::string_view path) {
    const std::shared_ptr<NamespaceStore> space = find_namespace(path);
    if (space == nullptr) {
        return WBEM_E_INVALID_NAMESPACE;
    }
    const SplitPath place = split(space->path());
    if (place.parent.empty()) {
        return WBEM_E_INVALID_OPERATION;
    }
    return commits_->run([&](std::vector<Change>& changes) -> HRESULT {
        const std::shared_ptr<NamespaceStore> parent = find_namespace(place.parent);
        if (parent == nullptr || find_namespace(space->path()) != space) {
            return WBEM_E_INVALID_NAMESPACE;
        }
        const HRESULT result =
            parent->commit_delete(NamespaceStore::Caller::kSystem, path_of_namespace(place.name), changes);
        if (FAILED(result)) {
            return result;
        }
        changes.back().kind = Change::Kind::kNamespace;

        const std::unique_lock lock(mutex_);
        for (auto it = namespaces_.begin(); it != namespaces_.end();) {
            const bool goes = it->second == space || is_below(it->first, space->path());
            if (goes) {
                it->second->close();
            }
            it = goes ? namespaces_.erase(it) : std::next(it);
        }
        return WBEM_S_NO_ERROR;
    });
}

bool Repository::transact(const std::function<bool(Repository& copy)>& work) {
    const HRESULT result = commits_->run([&](std::vector<Change>& changes) -> HRESULT {
        const std::unique_ptr<Repository> copy = clone();
        copy->observe([&changes](const Change& change) { changes.push_back(change); });
        if (!work(*copy)) {
            return WBEM_E_FAILED;  // nobody is told
        }
        copy->observe({});
        adopt(std::move(*copy));
        return WBEM_S_NO_ERROR;
    });
    return SUCCEEDED(result);
}

std::unique_ptr<Repository> Repository::clone() const {
    auto copy = std::make_unique<Repository>(server_);
    const std::shared_lock lock(mutex_);
    for (const auto& [path, space] : namespaces_) {
        copy->namespaces_.emplace(path, space->clone(copy->commits_));
    }
    return copy;
}

void Repository::adopt(Repository&& other) {
    const std::unique_lock lock(mutex_);
    for (auto it = namespaces_.begin(); it != namespaces_.end();) {
        const auto found = other.namespaces_.find(it->first);
        if (found != other.namespaces_.end()) {
            it->second->adopt(*found->second);
            ++it;
        } else {
            it->second->close();
            it = namespaces_.erase(it);
        }
    }
    for (auto& [path, space] : other.namespaces_) {
        if (namespaces_.try_emplace(path, space).second) {
            space->commits_ = commits_;
        }
    }
}

std::vector<std::string> Repository::namespaces() const {
    std::vector<std::string> paths;
    const std::shared_lock lock(mutex_);
    for (const auto& [path, space] : namespaces_) {
        paths.push_back(path);
    }
    return paths;
}

std::vector<std::string> Repository::child_namespaces(std::string_view path) const {
    const std::optional<std::string> parent = parse_namespace_path(path);
    std::vector<std::string> names;
    if (!parent) {
        return names;
    }
    const std::shared_lock lock(mutex_);
    for (const auto& [child, space] : namespaces_) {
        const SplitPath place = split(child);
        if (equal_names(place.parent, *parent)) {
            names.emplace_back(place.name);
        }
    }
    return names;
}

}  // namespace wbemcheck::mock
