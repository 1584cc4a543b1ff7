#include <fmt/format.h>

#include <utility>
#include <variant>

#include "mock_provider/mof/aliases.h"
#include "mock_provider/mof/compile_error.h"
#include "mock_provider/mof/compiler.h"
#include "mock_provider/mof/document.h"
#include "mock_provider/mof/limits.h"
#include "mock_provider/mof/load.h"
#include "mock_provider/mof/qualifier_types.h"

namespace wbemcheck::mock::mof {

namespace {

// A namespace that belongs to the caller, as the table of aliases wants to have it.
std::shared_ptr<const NamespaceStore> borrowed(const NamespaceStore& space) {
    return {std::shared_ptr<void>{}, &space};
}

class InstanceReader {
public:
    explicit InstanceReader(const NamespaceStore& space)
        : space_(space),
          aliases_([&space](const std::string&) { return borrowed(space); }, qualifiers_, budget_),
          compiler_(space, qualifiers_, aliases_, budget_) {}

    [[nodiscard]] ReadInstances read(const Document& document) {
        for (const Step& step : document.steps) {
            const auto* const instance = std::get_if<InstanceSyntax>(&step.declaration);
            if (instance != nullptr && instance->alias &&
                !aliases_.add(instance->alias->text, space_.path(), instance)) {
                report(*step.source,
                       objection(instance->alias->offset,
                                 fmt::format("the alias ${} is declared twice", instance->alias->text)));
            }
        }
        for (const Step& step : document.steps) {
            if (read_.errors.size() >= kMaxErrors) break;
            try {
                std::visit([this](const auto& declaration) { run(declaration); }, step.declaration);
            } catch (CompileError& error) {
                report(*step.source, std::move(error));
            }
        }
        if (!read_.errors.empty()) {
            read_.instances.clear();
        }
        return std::move(read_);
    }

private:
    void run(const InstanceSyntax& syntax) { read_.instances.push_back(compiler_.compile_instance(syntax)); }
    void run(const QualifierDeclarationSyntax& declaration) { qualifiers_.declare(declaration); }
    void run(const ClassSyntax& syntax) { throw mismatch(syntax.name.offset, "instances alone"); }
    void run(const PragmaSyntax&) {}  // nothing is stored that they could direct

    void report(const Source& source, CompileError error) {
        read_.errors.push_back(to_diagnostic(source, std::move(error)));
    }

    const NamespaceStore& space_;
    QualifierTypes qualifiers_;
    Budget budget_;
    Aliases aliases_;
    Compiler compiler_;
    ReadInstances read_;
};

}  // namespace

ReadInstances read_instances(const NamespaceStore& space, std::string_view text, std::string_view name) {
    Document document = read_document(std::string(name), text, {});
    if (!document.errors.empty()) {
        return {{}, std::move(document.errors)};
    }
    return InstanceReader(space).read(document);
}

}  // namespace wbemcheck::mock::mof
