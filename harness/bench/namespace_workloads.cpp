#include "harness/bench/namespace_workloads.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "harness/bench/workload.h"
#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
#include "harness/com/received.h"
#include "harness/com/safe_array.h"
#include "harness/com/variant.h"

namespace wbemcheck::bench {
namespace {

using benchmark::State;
using com::com_ptr;
using com::make_com;

constexpr std::size_t kDerived = 6;

std::string class_name(std::size_t number) { return fmt::format("Bench_Class{:05}", number); }

void put_text(IWbemClassObject& object, const OLECHAR* name, std::string_view value) {
    com::variant text = com::make_variant(value);
    com::throw_if_failed(object.Put(name, 0, text.get(), 0));
}

com_ptr<IWbemClassObject> derive(IWbemServices& services, std::size_t number) {
    com_ptr<IWbemClassObject> made;
    if (number == 0) {
        com::throw_if_failed(services.GetObject(nullptr, 0, nullptr, made.put(), nullptr));
        return made;
    }
    com_ptr<IWbemClassObject> superclass;
    com::throw_if_failed(services.GetObject(com::make_bstr(class_name((number - 1) / kDerived)).get(), 0, nullptr,
                                            superclass.put(), nullptr));
    com::throw_if_failed(superclass->SpawnDerivedClass(0, made.put()));
    return made;
}

// A class by its name.
void get_class(State& state, Bench& bench, const std::string& name) {
    const com::unique_bstr path = com::make_bstr(name);
    com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
    for (auto _ : state) {
        sink->begin();
        require_accepted(bench.services->GetObjectAsync(path.get(), 0, nullptr, sink.get()), "GetObjectAsync");
        finish(bench, *sink);
        require(sink->objects() == 1, fmt::format("{} classes came instead of 1", sink->objects()));
    }
    state.SetItemsProcessed(state.iterations());
}

// All of them, from the root down; all of the namespace where no root is named. `expected` many, where that is known.
void enumerate_classes(State& state, Bench& bench, const std::string& root, std::optional<std::size_t> expected) {
    const com::unique_bstr superclass = root.empty() ? com::unique_bstr() : com::make_bstr(root);
    com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
    std::uint64_t all = 0;
    for (auto _ : state) {
        sink->begin();
        require_accepted(bench.services->CreateClassEnumAsync(superclass.get(), WBEM_FLAG_DEEP, nullptr, sink.get()),
                         "CreateClassEnumAsync");
        finish(bench, *sink);
        require(expected ? sink->objects() == *expected : sink->objects() != 0,
                fmt::format("{} classes came instead of {}", sink->objects(), expected ? std::to_string(*expected) : "some"));
        all += sink->objects();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(all));
    state.counters["classes"] = static_cast<double>(sink->objects());
}

std::size_t ancestors_of(IWbemClassObject& object) {
    com::variant value;
    if (FAILED(object.Get(OLESTR("__DERIVATION"), 0, value.put(), nullptr, nullptr))) return 0;
    return value.type() == (VT_ARRAY | VT_BSTR) ? com::to_strings(value->parray).size() : 0;
}

std::string name_of(IWbemClassObject& object) {
    com::variant value;
    if (FAILED(object.Get(OLESTR("__CLASS"), 0, value.put(), nullptr, nullptr)) || value.type() != VT_BSTR) return {};
    return com::to_utf8(value->bstrVal);
}

// The class with the most superclasses; where the namespace does not enumerate its classes, the one whose instances are known.
std::string deepest_class(Bench& bench) {
    com_ptr<IEnumWbemClassObject> enumerator;
    HRESULT result =
        bench.services->CreateClassEnum(nullptr, WBEM_FLAG_DEEP | WBEM_FLAG_FORWARD_ONLY, nullptr, enumerator.put());
    result = com::received(result, enumerator);
    std::string deepest;
    std::size_t most = 0;
    while (SUCCEEDED(result)) {
        com_ptr<IWbemClassObject> object;
        ULONG returned = 0;
        result = enumerator->Next(static_cast<LONG>(WBEM_INFINITE), 1, object.put(), &returned);
        if (result != WBEM_S_NO_ERROR || returned == 0 || !object) break;
        const std::size_t depth = ancestors_of(*object);
        if (!deepest.empty() && depth <= most) continue;
        deepest = name_of(*object);
        most = depth;
    }
    return deepest.empty() ? bench.class_with_many : deepest;
}

}  // namespace

void declare_classes(IWbemServices& services, std::size_t count) {
    for (std::size_t number = 0; number < count; ++number) {
        const com_ptr<IWbemClassObject> made = derive(services, number);
        put_text(*made, OLESTR("__CLASS"), class_name(number));
        for (const auto& [property, type] : {std::pair("Caption", CIM_STRING), {"State", CIM_STRING}, {"Size", CIM_UINT64}}) {
            const com::unique_bstr name = com::make_bstr(fmt::format("{}{}", property, number));
            com::throw_if_failed(made->Put(name.get(), 0, nullptr, type));
        }
        com::throw_if_failed(services.PutClass(made.get(), 0, nullptr, nullptr));
    }
}

void add_namespace_workloads(const std::shared_ptr<Workshop>& workshop) {
    // Looked for once: a namespace may have thousands of classes.
    add("namespace/get-class", [workshop, name = std::optional<std::string>()](State& state) mutable {
        Bench& bench = workshop->get({});
        if (!name) name = deepest_class(bench);
        require(!name->empty(), "no class is known");
        get_class(state, bench, *name);
    })->UseRealTime();
    add("namespace/enumerate-classes", [=](State& state) { enumerate_classes(state, workshop->get({}), {}, std::nullopt); })
        ->UseRealTime();
}

void add_sizes_of_namespaces(const std::shared_ptr<Workshop>& workshop) {
    for (const std::size_t classes : {10, 100, 1'000, 2'000}) {
        add(fmt::format("namespace/get-class/classes:{}", classes),
            [=](State& state) {
                // One that lies in the middle, with superclasses above it and derived classes below.
                get_class(state, workshop->get({.classes = classes}), class_name(classes / 2 / kDerived));
            })
            ->UseRealTime();
        add(fmt::format("namespace/enumerate-classes/classes:{}", classes),
            [=](State& state) {
                enumerate_classes(state, workshop->get({.classes = classes}), class_name(0), classes - 1);
            })
            ->UseRealTime();
        // A query of other classes, in the same namespace.
        add(fmt::format("namespace/query/classes:{}", classes),
            [=](State& state) {
                Bench& bench = workshop->get({.classes = classes});
                com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
                for (auto _ : state) {
                    sink->begin();
                    require_accepted(
                        bench.services->ExecQueryAsync(bench.language.get(), bench.query.get(), 0, nullptr, sink.get()),
                        "ExecQueryAsync");
                    finish(bench, *sink);
                    require(sink->objects() != 0, "no object came");
                }
                state.SetItemsProcessed(state.iterations());
            })
            ->UseRealTime();
    }
}

}  // namespace wbemcheck::bench
