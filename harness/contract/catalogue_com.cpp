// COM: the rules that every COM object owes, whatever its interfaces are for.
#include "harness/contract/catalogue_groups.h"

namespace wbemcheck::contract {
namespace {

using enum Level;
using enum Role;
using enum Checkability;

constexpr Clause kClauses[] = {
    {.id = "COM-1",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider, sink",
     .requirement = "An object has one identity: QueryInterface for IUnknown gives the same pointer through "
                    "each of its interfaces and at any time.",
     .source = "COM rules: IUnknown::QueryInterface (nf-unknwn-iunknown-queryinterface); Rules for "
               "Implementing QueryInterface",
     .advice = "Let one base of the object stand for IUnknown and give that one always. A second base that is "
               "cast to IUnknown, a new wrapper for each call, and a part that answers with its own IUnknown "
               "are the usual causes.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "COM-2",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider, sink",
     .requirement = "The interfaces of an object are one fixed set: each gives itself, each gives every other "
                    "one, and what was given or refused once is given or refused always.",
     .source = "COM rules: IUnknown::QueryInterface (nf-unknwn-iunknown-queryinterface); Rules for "
               "Implementing QueryInterface",
     .advice = "Answer QueryInterface of all interfaces of the object in one place, from a list that does not "
               "depend on its state. An interface that lives in a separate object must pass the question on.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "COM-3",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider, sink",
     .requirement = "A call that gives no interface sets its out pointer to NULL. QueryInterface refuses what "
                    "the object does not have with E_NOINTERFACE, and a NULL out pointer with E_POINTER.",
     .source = "COM rules: IUnknown::QueryInterface (nf-unknwn-iunknown-queryinterface); Memory Management "
               "Rules",
     .advice = "Store NULL before anything else is looked at. A client that releases whatever its out pointer "
               "holds crashes otherwise. A NULL out pointer that is not answered with E_POINTER is a warning.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "COM-4",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider, sink",
     .requirement = "AddRef adds one reference and Release takes one away, also when several threads do it at "
                    "once, and no other call changes the count beyond the references that it gives; the object "
                    "works until the last one is released.",
     .source = "COM rules: IUnknown::AddRef (nf-unknwn-iunknown-addref); IUnknown::Release "
               "(nf-unknwn-iunknown-release); Rules for Managing Reference Counts",
     .advice = "Use atomic operations, let Release use the value that the decrement gave, and look for a getter "
               "that takes a reference on the object itself instead of on what it gives.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "COM-5",
     .level = kMust,
     .is_wire = false,
     .role = kService,
     .roles = "service, provider, sink",
     .requirement = "An object that is passed in stays the caller's: it is not released more often than "
                    "references were taken on it, and its content is not changed.",
     .source = "COM rules: Rules for Managing Reference Counts; Memory Management Rules",
     .advice = "Wrap an in parameter in a smart pointer that retains, not in one that adopts, and clone an "
               "object before changing it. The callee may keep references of its own (REF-18).",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "COM-6",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "Who was given references on an object releases each of them once, and does not use the object "
                    "after the last one; an object that came as an in parameter lasts until the call has returned.",
     .source = "COM rules: IUnknown::Release (nf-unknwn-iunknown-release); Rules for Managing Reference Counts",
     .advice = "Keep what outlives a call in a smart pointer that retains, and what an out parameter gave in one "
               "that adopts. A raw pointer kept in a member, and a Release beside that of a smart pointer, are the "
               "usual causes.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "COM-7",
     .level = kShould,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "A module of which no object is left says that it can be unloaded: DllCanUnloadNow returns S_OK.",
     .source = "COM rules: DllCanUnloadNow (nf-combaseapi-dllcanunloadnow)",
     .advice = "Count the objects where they are made and destroyed, in the constructor and the destructor, and look for "
               "one that its own references keep alive. A module that always answers S_FALSE is never unloaded.",
     .checkability = kBoundary,
     .untestable_because = ""},
    {.id = "COM-8",
     .level = kMust,
     .is_wire = false,
     .role = kProvider,
     .roles = "provider",
     .requirement = "Memory of COM that a call allocates, BSTRs above all, is freed by who allocated it, or handed over as "
                    "an out parameter.",
     .source = "COM rules: Memory Management Rules; SysFreeString (nf-oleauto-sysfreestring)",
     .advice = "Put every BSTR and VARIANT into an owner the moment it is made: the early return of a failing path is where "
               "they are lost. Judged in part: only where the platform counts its allocations (IMallocSpy).",
     .checkability = kPartly,
     .untestable_because = ""},
};

}  // namespace

std::span<const Clause> com_clauses() noexcept { return kClauses; }

}  // namespace wbemcheck::contract
