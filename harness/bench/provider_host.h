// The host of a provider that is measured: it makes one and initialises it as WMI does, and records nothing.
#pragma once

#include <string>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/subject/subject.h"

namespace wbemcheck::bench {

// A provider that is ready, with the interfaces that it has; null where it lacks one.
struct ReadyProvider {
    com::com_ptr<IUnknown> object;
    com::com_ptr<IWbemServices> services;
    com::com_ptr<IWbemEventProvider> events;
    com::com_ptr<IWbemEventProviderQuerySink> queries;
    com::com_ptr<IWbemPropertyProvider> properties;
};

// A new one, without user and locale (PRV-6). `context` is only lent, and may be null. Throws std::runtime_error, in a sentence,
// for a provider that does not become ready within a minute.
[[nodiscard]] ReadyProvider make_ready(subject::ProviderModule& module, const std::string& namespace_path,
                                       IWbemContext* context);

// The relative path of the first instance that the provider enumerates; empty when there is none.
[[nodiscard]] std::string first_path(IWbemServices& provider, const std::string& class_name, IWbemContext* context);

}  // namespace wbemcheck::bench
