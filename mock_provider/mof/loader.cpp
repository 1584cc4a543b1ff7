#include "mock_provider/mof/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "harness/com/hresult.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/mof/compiler.h"
#include "mock_provider/mof/limits.h"

namespace wbemcheck::mock::mof {

namespace {

struct Reason {
    HRESULT result;
    std::string_view text;
};

constexpr std::array kReasons{
    Reason{WBEM_E_ALREADY_EXISTS, "it is there already"},
    Reason{WBEM_E_NOT_FOUND, "it is not there"},
    Reason{WBEM_E_INVALID_OPERATION, "names that begin with an underscore belong to the system"},
    Reason{WBEM_E_INVALID_SUPERCLASS, "it is there already, with another superclass"},
    Reason{WBEM_E_CLASS_HAS_CHILDREN, "it is there already, otherwise declared, and has subclasses"},
    Reason{WBEM_E_CLASS_HAS_INSTANCES, "it is there already, otherwise declared, and has instances"},
    Reason{WBEM_E_CIRCULAR_REFERENCE, "it is among its own superclasses"},
    Reason{WBEM_E_CANNOT_BE_KEY, "a real, an array or an object cannot be a key"},
    Reason{WBEM_E_CANNOT_BE_SINGLETON, "a singleton has no keys"},
    Reason{WBEM_E_CANNOT_BE_ABSTRACT, "its superclass is not abstract"},
    Reason{WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE,
           "its superclass has keys, which it can neither change nor add to"},
    Reason{WBEM_E_OVERRIDE_NOT_ALLOWED,
           "it changes a qualifier that a superclass declares with DisableOverride"},
    Reason{WBEM_E_TYPE_MISMATCH, "it declares an inherited property with another type"},
    Reason{WBEM_E_ILLEGAL_OPERATION, "its class is abstract"},
    Reason{WBEM_E_NO_KEY, "its class has no key, or a key is not set"},
    Reason{WBEM_E_ILLEGAL_NULL, "a property that is not_null has no value"},
    Reason{WBEM_E_INVALID_NAMESPACE, "there is no such namespace"},
};

std::string describe(HRESULT result) {
    const auto found = std::ranges::find(kReasons, result, &Reason::result);
    return found == kReasons.end() ? com::describe_hresult(result)
                                   : fmt::format("{} ({})", found->text, com::describe_hresult(result));
}

struct NamedFlag {
    std::string_view name;
    LONG flag;
};

// The words of #pragma classflags and #pragma instanceflags.
constexpr std::array kClassFlags{
    NamedFlag{"createonly", WBEM_FLAG_CREATE_ONLY},
    NamedFlag{"updateonly", WBEM_FLAG_UPDATE_ONLY},
    NamedFlag{"safeupdate", WBEM_FLAG_UPDATE_SAFE_MODE},
    NamedFlag{"forceupdate", WBEM_FLAG_UPDATE_FORCE_MODE},
};

LONG flags_of(const PragmaSyntax& pragma, std::size_t known) {
    LONG flags = WBEM_FLAG_CREATE_OR_UPDATE;
    for (const NameSyntax& argument : pragma.arguments) {
        const auto end = kClassFlags.begin() + static_cast<std::ptrdiff_t>(known);
        const auto found = std::find_if(kClassFlags.begin(), end, [&](const NamedFlag& named) {
            return equal_names(named.name, argument.text);
        });
        if (found == end) {
            throw mismatch(argument.offset,
                           known == kClassFlags.size()
                               ? "\"createonly\", \"updateonly\", \"safeupdate\" or \"forceupdate\""
                               : "\"createonly\" or \"updateonly\"");
        }
        flags |= found->flag;
    }
    return flags;
}

// Whether `deleteclass("X", NOFAIL)` may find nothing.
bool may_be_missing(const PragmaSyntax& pragma) {
    if (pragma.arguments.size() < 2) {
        return false;
    }
    const NameSyntax& word = pragma.arguments[1];
    if (!equal_names(word.text, "fail") && !equal_names(word.text, "nofail")) {
        throw mismatch(word.offset, "FAIL or NOFAIL");
    }
    return equal_names(word.text, "nofail");
}

bool is_pragma(const PragmaSyntax& pragma, std::string_view name) {
    return equal_names(pragma.name.text, name);
}

}  // namespace

Loader::Loader(Repository& repository, std::string_view namespace_path)
    : repository_(repository),
      base_path_(parse_namespace_path(namespace_path).value_or(std::string(namespace_path))),
      path_(base_path_),
      space_(repository.find_namespace(base_path_)),
      aliases_([this](const std::string& path) { return repository_.find_namespace(path); }, qualifiers_,
               budget_) {}

Loaded Loader::load(const Document& document) {
    if (space_ == nullptr) {
        const std::string name = document.sources.empty() ? std::string{} : document.sources.front()->name;
        loaded_.errors.push_back({name, 1, 1, fmt::format("there is no namespace {}", base_path_)});
        return std::move(loaded_);
    }
    collect_aliases(document);
    for (const Step& step : document.steps) {
        if (loaded_.errors.size() >= kMaxErrors) {
            return std::move(loaded_);
        }
        run(step);
    }
    check_embedded_classes();
    return std::move(loaded_);
}

// Before all else, for a use may come before its declaration.
void Loader::collect_aliases(const Document& document) {
    std::string path = base_path_;
    for (const Step& step : document.steps) {
        const auto add = [&](const std::optional<NameSyntax>& alias, Aliases::Target target) {
            if (alias && !aliases_.add(alias->text, path, target)) {
                report(*step.source,
                       objection(alias->offset, fmt::format("the alias ${} is declared twice", alias->text)));
            }
        };
        if (const auto* const pragma = std::get_if<PragmaSyntax>(&step.declaration)) {
            path = is_pragma(*pragma, "namespace") ? full_path(pragma->arguments.front().text) : path;
        } else if (const auto* const instance = std::get_if<InstanceSyntax>(&step.declaration)) {
            add(instance->alias, instance);
        } else if (const auto* const definition = std::get_if<ClassSyntax>(&step.declaration)) {
            add(definition->alias, definition);
        }
    }
}

void Loader::run(const Step& step) {
    source_ = step.source;
    try {
        std::visit([this](const auto& declaration) { run(declaration); }, step.declaration);
    } catch (CompileError& error) {
        report(*step.source, std::move(error));
    }
}

void Loader::report(const Source& source, CompileError error) {
    loaded_.errors.push_back(to_diagnostic(source, std::move(error)));
}

// --- classes and instances

void Loader::run(const ClassSyntax& syntax) {
    if (space_ == nullptr) {
        return;  // said where the namespace was named
    }
    failed_.insert(key_of(syntax.name.text));
    if (syntax.superclass && failed_.contains(key_of(syntax.superclass->text))) {
        return;  // said where the superclass failed
    }
    std::vector<NameSyntax> objects;
    Compiler compiler(*space_, qualifiers_, aliases_, budget_);
    const auto definition = make_class(compiler.compile_class(syntax, &objects));
    Stored stored{path_, nullptr, nullptr};
    const HRESULT result = space_->load_class(*definition, class_flags_, &stored.definition);
    if (FAILED(result)) {
        throw objection(syntax.name.offset,
                        fmt::format("the class {} cannot be stored: {}", syntax.name.text, describe(result)));
    }
    failed_.erase(key_of(syntax.name.text));
    for (NameSyntax& name : objects) {
        embedded_.push_back({source_, std::move(name), space_});
    }
    loaded_.stored.push_back(std::move(stored));
    ++loaded_.classes;
}

// A property of a class type may come before the class, not without it.
void Loader::check_embedded_classes() {
    for (const EmbeddedClass& embedded : embedded_) {
        if (loaded_.errors.size() < kMaxErrors && embedded.space->find_class(embedded.name.text) == nullptr) {
            report(*embedded.source, mismatch(embedded.name.offset, "a type or the name of a class"));
        }
    }
}

void Loader::run(const InstanceSyntax& syntax) {
    if (space_ == nullptr || failed_.contains(key_of(syntax.class_name.text))) {
        return;
    }
    Compiler compiler(*space_, qualifiers_, aliases_, budget_);
    const auto instance = compiler.compile_instance(syntax);
    if (equal_names(instance->definition().name(), "__NAMESPACE")) {
        create_namespace(syntax, *instance);
        return;
    }
    Stored stored{path_, nullptr, nullptr};
    const HRESULT result = space_->put_instance(*instance, instance_flags_, &stored.instance);
    if (FAILED(result)) {
        throw objection(syntax.class_name.offset, fmt::format("the instance of {} cannot be stored: {}",
                                                              syntax.class_name.text, describe(result)));
    }
    loaded_.stored.push_back(std::move(stored));
    ++loaded_.instances;
}

void Loader::create_namespace(const InstanceSyntax& syntax, const Instance& instance) {
    const Value* const name = instance.find("Name");
    if (name == nullptr || name->is_null() || !is_identifier(name->as_text())) {
        throw objection(syntax.class_name.offset,
                        "a namespace needs a Name: letters, digits and underscores");
    }
    const HRESULT result = repository_.create_namespace(fmt::format("{}\\{}", path_, name->as_text()));
    if (FAILED(result) &&
        (result != WBEM_E_ALREADY_EXISTS || (instance_flags_ & WBEM_FLAG_CREATE_ONLY) != 0)) {
        throw objection(syntax.class_name.offset, fmt::format("the namespace {} cannot be made: {}",
                                                              name->as_text(), describe(result)));
    }
    loaded_.stored.push_back({path_, nullptr, std::make_shared<const Instance>(instance)});
    ++loaded_.instances;
}

// --- directives

void Loader::run(const PragmaSyntax& pragma) {
    if (is_pragma(pragma, "namespace")) {
        enter_namespace(pragma.arguments.front());
    } else if (is_pragma(pragma, "classflags")) {
        class_flags_ = flags_of(pragma, kClassFlags.size());
    } else if (is_pragma(pragma, "instanceflags")) {
        instance_flags_ = flags_of(pragma, 2);
    } else if (space_ != nullptr && is_pragma(pragma, "deleteclass")) {
        delete_class(pragma);
    } else if (space_ != nullptr && is_pragma(pragma, "deleteinstance")) {
        delete_instance(pragma);
    }
}

std::string Loader::full_path(std::string_view path) const {
    const std::string parsed = parse_namespace_path(path).value_or(std::string(path));
    const bool is_absolute = path.starts_with("\\\\") || path.starts_with("//") ||
                             equal_names(std::string_view(parsed).substr(0, parsed.find('\\')), "root");
    return is_absolute ? parsed : fmt::format("{}\\{}", base_path_, parsed);
}

void Loader::enter_namespace(const NameSyntax& path) {
    path_ = full_path(path.text);
    space_ = repository_.find_namespace(path_);
    if (space_ == nullptr) {
        throw objection(
            path.offset,
            fmt::format("there is no namespace {}: an instance of __Namespace in its parent makes it",
                        path_));
    }
    path_ = space_->path();
}

void Loader::delete_class(const PragmaSyntax& pragma) {
    const bool is_optional = may_be_missing(pragma);
    const NameSyntax& name = pragma.arguments.front();
    const HRESULT result = space_->delete_class(name.text);
    if (FAILED(result) && !(is_optional && result == WBEM_E_NOT_FOUND)) {
        throw objection(name.offset,
                        fmt::format("the class {} cannot be deleted: {}", name.text, describe(result)));
    }
}

void Loader::delete_instance(const PragmaSyntax& pragma) {
    const bool is_optional = may_be_missing(pragma);
    const NameSyntax& text = pragma.arguments.front();
    const ParsedPath parsed = parse_object_path(text.text);
    if (!parsed.path) {
        throw objection(text.offset, fmt::format("expected the path of an instance: {} at character {} of it",
                                                 parsed.error.expected, parsed.error.position + 1));
    }
    const HRESULT result = space_->delete_instance(*parsed.path);
    if (FAILED(result) && !(is_optional && (result == WBEM_E_NOT_FOUND || result == WBEM_E_INVALID_CLASS))) {
        throw objection(text.offset,
                        fmt::format("the instance {} cannot be deleted: {}", text.text, describe(result)));
    }
}

std::string Loader::key_of(std::string_view class_name) const {
    return fold_name(path_) + ':' + fold_name(class_name);
}

}  // namespace wbemcheck::mock::mof
