#include "mock_provider/mof/aliases.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "mock_provider/model/object_path.h"
#include "mock_provider/mof/compile_error.h"
#include "mock_provider/mof/limits.h"

namespace wbemcheck::mock::mof {

bool Aliases::add(const std::string& name, std::string namespace_path, Target target) {
    return entries_.try_emplace(name, Entry{std::move(namespace_path), target, false}).second;
}

std::string Aliases::path(const std::string& alias, const NamespaceStore& from, std::size_t offset) {
    const auto found = entries_.find(alias);
    if (found == entries_.end()) {
        throw objection(offset, fmt::format("no instance and no class has the alias ${}", alias));
    }
    Entry& entry = found->second;
    if (entry.is_being_asked) {
        throw objection(offset, fmt::format("the keys of ${} lead back to itself", alias));
    }
    if (depth_ == kMaxAliasKeys) {
        throw objection(offset, fmt::format("the keys of ${} go through too many aliases", alias));
    }
    entry.is_being_asked = true;
    ++depth_;
    const auto leave = [&] {
        entry.is_being_asked = false;
        --depth_;
    };
    try {
        std::string path = path_of(entry, from, offset);
        leave();
        return path;
    } catch (const CompileError& error) {
        leave();
        // Its own place may be in another file, where it is going to be reported too.
        throw objection(
            offset, depth_ == 0 ? fmt::format("${} has no path: {}", alias, error.message) : error.message);
    } catch (...) {
        leave();
        throw;
    }
}

std::string Aliases::path_of(const Entry& entry, const NamespaceStore& from, std::size_t offset) {
    const std::shared_ptr<const NamespaceStore> space = find_space_(entry.namespace_path);
    if (space == nullptr) {
        throw objection(offset, fmt::format("there is no namespace {}", entry.namespace_path));
    }
    const bool is_near = equal_names(space->path(), from.path());
    if (const auto* const definition = std::get_if<const ClassSyntax*>(&entry.target)) {
        const std::string& name = (*definition)->name.text;
        return is_near ? name : fmt::format("\\\\.\\{}:{}", space->path(), name);
    }
    Compiler compiler(*space, qualifiers_, *this, budget_);
    const auto instance = compiler.compile_keys(*std::get<const InstanceSyntax*>(entry.target));
    const std::optional<std::string> path = relative_path(*instance);
    if (!path) {
        throw objection(offset, "a key of it is not set");
    }
    return is_near ? *path : fmt::format("\\\\.\\{}:{}", space->path(), *path);
}

}  // namespace wbemcheck::mock::mof
