// What to pass to a method so that it has a certain outcome, put together from the subject's vocabulary.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/stage/stage.h"
#include "harness/subject/subject.h"
#include "harness/trace/event.h"

namespace wbemcheck::scenarios {

enum class Outcome {
    kNone,   // succeeds and delivers no object
    kOne,    // succeeds and delivers one object
    kMany,   // succeeds and delivers several objects
    kFails,  // well formed, but names something that does not exist or that exists already
};

[[nodiscard]] std::string_view name_of(Outcome outcome) noexcept;  // "none", "one", "many", "failure"
[[nodiscard]] std::optional<Outcome> find_outcome(std::string_view name) noexcept;

// The asynchronous methods that end by themselves, in slot order.
[[nodiscard]] std::span<const trace::Method> finite_methods() noexcept;

// Those with objects to deliver, and the outcome with the most of them.
[[nodiscard]] std::span<const trace::Method> delivering_methods() noexcept;
[[nodiscard]] Outcome richest_outcome(trace::Method method) noexcept;

// Whether the method can have this outcome at all.
[[nodiscard]] bool can_have(trace::Method method, Outcome outcome) noexcept;

// Why the vocabulary does not allow it, or an empty text.
[[nodiscard]] std::string lacks(const subject::Vocabulary& vocabulary, trace::Method method, Outcome outcome);

// The arguments. Makes through `stage.client()` whatever must exist beforehand, and has it removed when the stage ends.
// Every call of this function gives arguments that have the outcome, also after those of an earlier one were used.
// Throws SituationMissing when the subject does not let something be made.
[[nodiscard]] stage::CallArguments make_arguments(stage::Stage& stage, const subject::Vocabulary& vocabulary,
                                                  trace::Method method, Outcome outcome);

// A class or an instance; throws SituationMissing when it cannot be read.
[[nodiscard]] com::com_ptr<IWbemClassObject> read_object(IWbemServices& services, const std::string& path);

// Sets a text property; throws SituationMissing when the object does not take it.
void put_text(IWbemClassObject& object, std::string_view name, std::string_view value);

// Calls the method that raises so many of the events that `Vocabulary::event_query` selects; its result.
HRESULT raise_events(stage::Client& client, const subject::Vocabulary& vocabulary, std::uint64_t events);

// Puts a class below this one (at the top when it is empty), whose name nobody else uses, and has it removed when the
// stage ends.
[[nodiscard]] std::string put_scratch_class(stage::Stage& stage, const std::string& superclass);

// An instance of a class of its own, which has a property that must not be NULL (not_null) and is NULL. The class goes with
// the stage.
[[nodiscard]] com::com_ptr<IWbemClassObject> make_instance_with_forbidden_null(stage::Stage& stage,
                                                                               const subject::Vocabulary& vocabulary);

// In-parameters of a method, every numeric one set to `value`; null when the method has none.
[[nodiscard]] com::com_ptr<IWbemClassObject> make_in_parameters(IWbemServices& services, const std::string& object_path,
                                                                const std::string& method, std::int32_t value);

}  // namespace wbemcheck::scenarios
