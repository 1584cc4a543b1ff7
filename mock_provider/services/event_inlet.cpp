#include "mock_provider/services/event_inlet.h"

#include <memory>
#include <utility>
#include <vector>

#include "harness/com/com_object.h"
#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

namespace {

class EventInlet final : public com::ComObject<IWbemObjectSink> {
public:
    explicit EventInlet(Scope scope) : scope_(std::move(scope)) {}

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        if (count < 0 || (count > 0 && objects == nullptr)) {
            return WBEM_E_INVALID_PARAMETER;
        }
        if (scope_.core->is_shut_down()) {
            return WBEM_E_SHUTTING_DOWN;
        }
        return com::guard([&] {
            // All are read before the first is published: either everything is taken or nothing.
            std::vector<std::shared_ptr<const Instance>> events;
            for (LONG i = 0; i < count; ++i) {
                events.push_back(read_event(objects[i]));
            }
            for (auto& event : events) {
                scope_.core->events().publish({scope_.space->path(), std::move(event)});
            }
        });
    }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT, BSTR, IWbemClassObject*) noexcept override {
        return flags == WBEM_STATUS_COMPLETE || flags == WBEM_STATUS_PROGRESS ? WBEM_S_NO_ERROR
                                                                              : WBEM_E_INVALID_PARAMETER;  // STA-7
    }

private:
    [[nodiscard]] std::shared_ptr<const Instance> read_event(IWbemClassObject* object) const {
        ObjectContent content;
        com::throw_if_failed(read_object(object, content));
        if (content.is_class()) {
            throw com::HresultError(WBEM_E_INVALID_OBJECT);
        }
        auto definition = scope_.space->find_class(content.instance->definition().name());
        if (definition == nullptr || !definition->derives_from("__ExtrinsicEvent")) {
            throw com::HresultError(WBEM_E_NOT_EVENT_CLASS);
        }
        return project_instance(*content.instance, std::move(definition));
    }

    const Scope scope_;
};

}  // namespace

com::com_ptr<IWbemObjectSink> make_event_inlet(Scope scope) { return com::make_com<EventInlet>(std::move(scope)); }

}  // namespace wbemcheck::mock
