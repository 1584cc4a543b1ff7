#include "harness/bench/namespace_workloads.h"

#include <string>

#include <fmt/format.h>

#include "harness/bench/workload.h"
#include "harness/com/bstr.h"
#include "harness/com/hresult.h"
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

// A class by its name: one that lies in the middle, with superclasses above it and derived classes below.
void get_class(State& state, Bench& bench, std::size_t classes) {
    const com::unique_bstr path = com::make_bstr(class_name(classes / 2 / kDerived));
    com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
    for (auto _ : state) {
        sink->begin();
        require_accepted(bench.services->GetObjectAsync(path.get(), 0, nullptr, sink.get()), "GetObjectAsync");
        require_done(*sink);
        require(sink->objects() == 1, fmt::format("{} classes came instead of 1", sink->objects()));
    }
    state.SetItemsProcessed(state.iterations());
}

// All of them, from the root down.
void enumerate_classes(State& state, Bench& bench, std::size_t classes) {
    const com::unique_bstr root = com::make_bstr(class_name(0));
    com_ptr<MeasuringSink> sink = make_com<MeasuringSink>();
    for (auto _ : state) {
        sink->begin();
        require_accepted(bench.services->CreateClassEnumAsync(root.get(), WBEM_FLAG_DEEP, nullptr, sink.get()),
                         "CreateClassEnumAsync");
        require_done(*sink);
        require(sink->objects() == classes - 1, fmt::format("{} classes came instead of {}", sink->objects(), classes - 1));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(classes - 1));
}

}  // namespace

void declare_classes(IWbemServices& services, std::size_t count) {
    for (std::size_t number = 0; number < count; ++number) {
        const com_ptr<IWbemClassObject> made = derive(services, number);
        put_text(*made, OLESTR("__CLASS"), class_name(number));
        for (const char* const property : {"Caption", "State", "Size"}) {
            const com::unique_bstr name = com::make_bstr(fmt::format("{}{}", property, number));
            com::throw_if_failed(made->Put(name.get(), 0, nullptr, property[1] == 'i' ? CIM_UINT64 : CIM_STRING));
        }
        com::throw_if_failed(services.PutClass(made.get(), 0, nullptr, nullptr));
    }
}

void add_namespace_workloads(const std::shared_ptr<Workshop>& workshop) {
    for (const std::size_t classes : {10, 100, 1'000, 2'000}) {
        add(fmt::format("namespace/get-class/classes:{}", classes),
            [=](State& state) { get_class(state, workshop->get({.classes = classes}), classes); })
            ->UseRealTime();
        add(fmt::format("namespace/enumerate-classes/classes:{}", classes),
            [=](State& state) { enumerate_classes(state, workshop->get({.classes = classes}), classes); })
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
                    require_done(*sink);
                    require(sink->objects() != 0, "no object came");
                }
                state.SetItemsProcessed(state.iterations());
            })
            ->UseRealTime();
    }
}

}  // namespace wbemcheck::bench
