#include "harness/probe/identity.h"

#include <array>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "harness/com/iid.h"
#include "harness/probe/object_digest.h"

namespace wbemcheck::probe {
namespace {

using trace::Event;
using trace::EventKind;
using trace::Interface;
using trace::MarkKind;
using trace::OutPointer;
using trace::TextRole;

constexpr int kThreads = 4;
constexpr int kRounds = 250;  // AddRef and Release of each thread

// {0000013D-0000-0000-C000-000000000046}; no header elsewhere declares the interface, and its IID is all that is needed.
constexpr IID kClientSecurityId = {0x0000013d, 0x0000, 0x0000, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
// Made for this purpose; no interface has it.
constexpr IID kNobodysId = {0x5c1d7a3e, 0x90b4, 0x4f6a, {0x8e, 0x21, 0x7b, 0x3c, 0xd5, 0x0f, 0x96, 0xa8}};

constexpr std::array kQuestions = {
    Interface::kUnknown,      Interface::kServices, Interface::kEnumerator, Interface::kCallResult,
    Interface::kClassObject,  Interface::kSink,     Interface::kContext,    Interface::kLocator,
    Interface::kQualifierSet, Interface::kClientSecurity, Interface::kNone,
};

const IID& iid_of_interface(Interface asked) noexcept {
    switch (asked) {
        case Interface::kUnknown: return com::iid_of<IUnknown>();
        case Interface::kServices: return com::iid_of<IWbemServices>();
        case Interface::kEnumerator: return com::iid_of<IEnumWbemClassObject>();
        case Interface::kCallResult: return com::iid_of<IWbemCallResult>();
        case Interface::kClassObject: return com::iid_of<IWbemClassObject>();
        case Interface::kQualifierSet: return com::iid_of<IWbemQualifierSet>();
        case Interface::kSink: return com::iid_of<IWbemObjectSink>();
        case Interface::kContext: return com::iid_of<IWbemContext>();
        case Interface::kLocator: return com::iid_of<IWbemLocator>();
        case Interface::kClientSecurity: return kClientSecurityId;
        case Interface::kClassFactory: return com::iid_of<IClassFactory>();
        case Interface::kProviderInit: return com::iid_of<IWbemProviderInit>();
        case Interface::kInitSink: return com::iid_of<IWbemProviderInitSink>();
        case Interface::kEventProvider: return com::iid_of<IWbemEventProvider>();
        case Interface::kEventProviderQuerySink: return com::iid_of<IWbemEventProviderQuerySink>();
        case Interface::kPropertyProvider: return com::iid_of<IWbemPropertyProvider>();
        case Interface::kNone: break;
    }
    return kNobodysId;
}

std::int64_t packed(ULONG first, ULONG second) noexcept {
    return static_cast<std::int64_t>((static_cast<std::uint64_t>(second) << 32) | (first & 0xffffffffU));
}

}  // namespace

InspectedObject::InspectedObject(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry, Interface kind,
                                 com::com_ptr<IUnknown> object)
    : recorder_(std::move(recorder)),
      registry_(registry),
      kind_(kind),
      object_(std::move(object)),
      id_(recorder_->next_object()) {}

void* InspectedObject::poison() noexcept {
    static char nobody;
    return &nobody;
}

std::int64_t InspectedObject::number_of(const void* pointer) {
    if (pointer == poison()) return static_cast<std::int64_t>(OutPointer::kUntouched);
    return registry_.id_of(pointer);
}

com::com_ptr<IUnknown> InspectedObject::ask(IUnknown& pointer, Interface through, Interface asked) {
    void* out = poison();
    Event event;
    event.kind = EventKind::kInterfaceAsked;
    event.object = id_;
    event.method = static_cast<std::uint16_t>(through);
    event.value = static_cast<std::int64_t>(asked);
    event.result = pointer.QueryInterface(iid_of_interface(asked), &out);
    event.value2 = number_of(out);
    recorder_->record(event);
    // What a refusal left in the out pointer is nobody's reference.
    if (FAILED(event.result) || out == nullptr || out == poison()) return {};
    return com::adopt_ptr(static_cast<IUnknown*>(out));  // every interface begins with the methods of IUnknown
}

void InspectedObject::ask_for_interfaces() {
    const std::int64_t before = references_of(*object_);
    {
        std::vector<std::pair<Interface, com::com_ptr<IUnknown>>> given;
        for (const Interface asked : kQuestions) {
            if (com::com_ptr<IUnknown> pointer = ask(*object_, kind_, asked)) given.emplace_back(asked, std::move(pointer));
        }
        for (const auto& [through, pointer] : given) {
            if (through == Interface::kNone) continue;
            for (const Interface asked : kQuestions) (void)ask(*pointer, through, asked);
        }
    }
    note_counts("QueryInterface, and Release of all that it gave,", before, references_of(*object_));
}

void InspectedObject::ask_without_out_pointer() {
    Event mark;
    mark.kind = EventKind::kMark;
    mark.method = static_cast<std::uint16_t>(MarkKind::kAsksWithoutPointer);
    mark.object = id_;
    mark.value = static_cast<std::int64_t>(kind_);
    recorder_->record(mark);
    Event event;
    event.kind = EventKind::kInterfaceAsked;
    event.object = id_;
    event.method = static_cast<std::uint16_t>(kind_);
    event.value = static_cast<std::int64_t>(Interface::kNone);
    // Not a constant that the compiler could see through and warn of.
    void** volatile nowhere = nullptr;
    event.result = object_->QueryInterface(kNobodysId, nowhere);
    event.value2 = static_cast<std::int64_t>(OutPointer::kNotGiven);
    recorder_->record(event);
}

void InspectedObject::count(const std::function<ObjectAnswer()>& answer) {
    const auto note_answer = [&](std::uint32_t when) {
        const ObjectAnswer answered = answer();
        Event event;
        event.kind = EventKind::kStateSeen;
        event.object = id_;
        event.call = when;
        event.result = answered.result;
        event.value = static_cast<std::int64_t>(answered.digest);
        event.value2 = -1;
        recorder_->record(event, {{TextRole::kNote, "AddRef and Release from several threads"}});
    };
    Event stepped;
    stepped.kind = EventKind::kCountStepped;
    stepped.object = id_;
    stepped.method = static_cast<std::uint16_t>(kind_);
    const ULONG up = object_->AddRef();
    const ULONG up_again = object_->AddRef();
    const ULONG down = object_->Release();
    const ULONG down_again = object_->Release();
    stepped.value = packed(up, up_again);
    stepped.value2 = packed(down, down_again);
    recorder_->record(stepped);

    note_answer(0);
    const std::int64_t before = references_of(*object_);
    {
        std::atomic<int> here{0};
        std::vector<std::jthread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&] {
                here.fetch_add(1);
                while (here.load() < kThreads) std::this_thread::yield();  // they are all on their way
                for (int round = 0; round < kRounds; ++round) {
                    object_->AddRef();
                    object_->Release();
                }
            });
        }
    }
    note_counts("AddRef and Release from several threads", before, references_of(*object_));
    note_answer(1);
}

void InspectedObject::compare_count(std::string_view what_is_done, const std::function<void()>& use) {
    const std::int64_t before = references_of(*object_);
    use();
    note_counts(what_is_done, before, references_of(*object_));
}

void InspectedObject::note_counts(std::string_view what_is_done, std::int64_t before, std::int64_t after) {
    Event event;
    event.kind = EventKind::kCountCompared;
    event.object = id_;
    event.method = static_cast<std::uint16_t>(kind_);
    event.value = before;
    event.value2 = after;
    recorder_->record(event, {{TextRole::kNote, what_is_done}});
}

void InspectedObject::note_out_pointer(std::string_view call, HRESULT result, const void* pointer) {
    Event event;
    event.kind = EventKind::kOutPointerSeen;
    event.object = id_;
    event.method = static_cast<std::uint16_t>(kind_);
    event.result = result;
    event.value2 = number_of(pointer);
    recorder_->record(event, {{TextRole::kNote, call}});
}

PassedObject::PassedObject(std::shared_ptr<trace::Recorder> recorder, trace::Method method, std::string_view name,
                           com::com_ptr<IWbemClassObject> object)
    : recorder_(std::move(recorder)),
      method_(method),
      name_(name),
      object_(std::move(object)),
      id_(recorder_->next_object()),
      spare_(object_.get()) {
    note(0, spare_.before());
}

void PassedObject::note(std::uint32_t when, std::int64_t count) {
    Event event;
    event.kind = EventKind::kStateSeen;
    event.object = id_;
    event.method = static_cast<std::uint16_t>(method_);
    event.call = when;
    event.value = static_cast<std::int64_t>(digest_of(object_.get()));
    event.value2 = count;
    recorder_->record(event, {{TextRole::kNote, name_}});
}

void PassedObject::look_again() {
    note(1, spare_.count());
    (void)spare_.settle();
}

}  // namespace wbemcheck::probe
