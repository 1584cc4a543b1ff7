// Looks at an interface pointer of the subject as a COM object: what it answers to QueryInterface, and how it counts.
// Everything that is seen goes into the trace; nothing is judged here.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/probe/reference_count.h"
#include "harness/probe/registry.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

// How an object answers a harmless question: the same before and after, if it works.
struct ObjectAnswer {
    HRESULT result = S_OK;
    std::uint64_t digest = 0;
};

// One object under inspection. It has a number of its own in the trace, so that an object that comes to lie where an
// earlier one lay is not taken for it.
//
// Requires: the recorder and the registry outlive it; used by one thread.
// Guarantees: whatever the object does, a reference is given back for each that it gave, and none besides.
class InspectedObject {
public:
    InspectedObject(std::shared_ptr<trace::Recorder> recorder, ObjectRegistry& registry, trace::Interface kind,
                    com::com_ptr<IUnknown> object);
    InspectedObject(const InspectedObject&) = delete;
    InspectedObject& operator=(const InspectedObject&) = delete;

    // Asks for every interface that there is, through every interface that it gives (COM-1, COM-2, COM-3). Asked again
    // later it must answer the same.
    void ask_for_interfaces();

    // May end the process (COM-3).
    void ask_without_out_pointer();

    // AddRef and Release one by one, then from several threads at once (COM-4). `answer` asks the object a question,
    // before and after.
    void count(const std::function<ObjectAnswer()>& answer);

    // Runs `use`, which must give back every reference that it gets, and compares the counts (COM-4).
    void compare_count(std::string_view what_is_done, const std::function<void()>& use);

    // Notes what became of the out pointer of a call on the object that had nothing to give (COM-3).
    void note_out_pointer(std::string_view call, HRESULT result, const void* pointer);

    // What an out pointer holds before such a call. Never called.
    [[nodiscard]] static void* poison() noexcept;

private:
    // Asks one question; `pointer` is the interface `through` of the object. Empty when it gave nothing.
    com::com_ptr<IUnknown> ask(IUnknown& pointer, trace::Interface through, trace::Interface asked);
    void note_counts(std::string_view what_is_done, std::int64_t before, std::int64_t after);
    [[nodiscard]] std::int64_t number_of(const void* pointer);

    const std::shared_ptr<trace::Recorder> recorder_;
    ObjectRegistry& registry_;
    const trace::Interface kind_;
    const com::com_ptr<IUnknown> object_;
    const std::uint32_t id_;
};

// An object that is passed to a call as an [in] parameter (COM-5). Looks at it when made, and again by `look_again`.
//
// Guarantees: the object survives being released too often by the call; what was taken away is put back.
class PassedObject {
public:
    PassedObject(std::shared_ptr<trace::Recorder> recorder, trace::Method method, std::string_view name,
                 com::com_ptr<IWbemClassObject> object);
    PassedObject(const PassedObject&) = delete;
    PassedObject& operator=(const PassedObject&) = delete;

    void look_again();

private:
    void note(std::uint32_t when, std::int64_t count);

    const std::shared_ptr<trace::Recorder> recorder_;
    const trace::Method method_;
    const std::string_view name_;
    const com::com_ptr<IWbemClassObject> object_;
    const std::uint32_t id_;
    SpareReferences spare_;
};

}  // namespace wbemcheck::probe
