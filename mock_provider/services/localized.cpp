#include "mock_provider/services/localized.h"

#include <memory>
#include <utility>

#include "harness/com/hresult.h"
#include "mock_provider/model/class_object.h"
#include "mock_provider/model/localization.h"

namespace wbemcheck::mock {

namespace {

// The objects of another source, each with the texts of the locale.
class LocalizedRow final : public ObjectSource {
public:
    LocalizedRow(std::shared_ptr<const ObjectSource> neutral, std::shared_ptr<const NamespaceStore> texts)
        : neutral_(std::move(neutral)), texts_(std::move(texts)) {}

    [[nodiscard]] std::size_t size() const noexcept override { return neutral_->size(); }

    [[nodiscard]] com::com_ptr<IWbemClassObject> make(std::size_t index) const override {
        com::com_ptr<IWbemClassObject> object = neutral_->make(index);
        ObjectContent content;
        com::throw_if_failed(read_object(object.get(), content));
        const ClassDefinition& definition =
            content.is_class() ? *content.definition : content.instance->definition();
        const auto texts = texts_->find_class(definition.name());
        if (texts == nullptr || !texts->qualifiers().is_true("Amendment")) {
            return object;
        }
        auto amended = amend_class(definition, *texts);
        if (content.is_class()) {
            return make_class_object(std::move(amended));
        }
        return make_instance_object(std::make_shared<const Instance>(
            std::move(amended), content.instance->values(), content.instance->qualifiers()));
    }

private:
    const std::shared_ptr<const ObjectSource> neutral_;
    const std::shared_ptr<const NamespaceStore> texts_;
};

}  // namespace

Request localized(const Scope& scope, Request request, LONG flags) {
    if (FAILED(request.refusal) || (flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS) == 0) {
        return request;
    }
    request.work = [core = scope.core, path = scope.space->path() + '\\' + scope.locale,
                    work = std::move(request.work)] {
        Answer answer = work();
        if (auto texts = core->repository().find_namespace(path);
            texts != nullptr && answer.objects != nullptr) {
            answer.objects =
                std::make_shared<const LocalizedRow>(std::move(answer.objects), std::move(texts));
        }
        return answer;
    };
    return request;
}

}  // namespace wbemcheck::mock
