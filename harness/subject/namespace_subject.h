// A namespace of which nothing is known beforehand as a subject: of the system's own WMI, or of a module in the service
// role.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "harness/subject/subject.h"
#include "harness/subject/wmi_discovery.h"

namespace wbemcheck::subject {

// The way to the namespace. Thread-safe.
class NamespaceDoor {
public:
    virtual ~NamespaceDoor() = default;

    // A services pointer of its own for every caller, or null with the HRESULT that says why.
    [[nodiscard]] virtual com::com_ptr<IWbemServices> open(HRESULT& result) const = 0;
    // Why that failed: a part of a sentence.
    [[nodiscard]] virtual std::string explain(HRESULT result) const = 0;
    // What it leads to, in a sentence: "the namespace 'root\cimv2'".
    [[nodiscard]] virtual std::string name() const = 0;
    // What to look for in it; `many_query` is set by the subject.
    [[nodiscard]] virtual DiscoveryRequest candidates() const = 0;
    // "kind" and what names the namespace.
    [[nodiscard]] virtual std::map<std::string, std::string> identity() const = 0;
};

// Connects once, tries the query of the address and reads its vocabulary file over what is discovered. Throws UsageError
// when the namespace cannot be opened, when it refuses the query, and for a mistake in the file.
[[nodiscard]] std::unique_ptr<Subject> make_namespace_subject(const SubjectAddress& address,
                                                              std::unique_ptr<const NamespaceDoor> door);

// What is said of an HRESULT of ConnectServer.
[[nodiscard]] std::string explain_connect(HRESULT result, const std::string& name_space, const std::string& example);

}  // namespace wbemcheck::subject
