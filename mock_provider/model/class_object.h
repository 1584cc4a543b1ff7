// IWbemClassObject over a class or an instance of the model.
#pragma once

#include <memory>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/object_content.h"

namespace wbemcheck::mock {

// Objects share the immutable content that they were made from until a client changes them (copy on write);
// no change reaches the store or another object. Every object may be used from any thread: a mutex per
// object.
[[nodiscard]] com::com_ptr<IWbemClassObject> make_class_object(
    std::shared_ptr<const ClassDefinition> definition);
[[nodiscard]] com::com_ptr<IWbemClassObject> make_instance_object(std::shared_ptr<const Instance> instance);
// What GetObject gives for a NULL path: a class without a name (ARG-9).
[[nodiscard]] com::com_ptr<IWbemClassObject> make_empty_object();
// An instance of a method's signature, for the in parameters or the results of a call.
[[nodiscard]] com::com_ptr<IWbemClassObject> make_parameters_object(
    std::shared_ptr<const ClassDefinition> signature);

// Takes the content out of any object: of ours at once and shared, of a foreign one by reading it through the
// interface (properties with types and qualifiers, methods of classes; embedded objects likewise). A foreign
// instance gets a flat class of its own; NamespaceStore::put_instance matches it with the stored class by
// name. Does not keep the object. WBEM_E_INVALID_PARAMETER for NULL, else what the foreign object said.
[[nodiscard]] HRESULT read_object(IWbemClassObject* object, ObjectContent& content);

}  // namespace wbemcheck::mock
