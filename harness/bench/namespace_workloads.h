// What the size of a namespace costs: classes, which a query of one of them should not notice.
#pragma once

#include <cstddef>
#include <memory>

#include "harness/bench/workshop.h"

namespace wbemcheck::bench {

// Declares so many classes in the namespace, the first of them the root of a tree in which each has six derived ones. Throws
// com::HresultError.
void declare_classes(IWbemServices& services, std::size_t count);

// Registers those of the subject's own namespace, whatever its schema: the deepest of its classes by name, and all of them.
void add_namespace_workloads(const std::shared_ptr<Workshop>& workshop);
// Registers those of a namespace with few classes to one with more than the CIM schema. For the mock.
void add_sizes_of_namespaces(const std::shared_ptr<Workshop>& workshop);

}  // namespace wbemcheck::bench
