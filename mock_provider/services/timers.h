// Timer events: what the instances of __TimerInstruction ask for.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "mock_provider/engine/engine.h"
#include "mock_provider/engine/event_bindings.h"
#include "mock_provider/model/change.h"
#include "mock_provider/model/repository.h"

namespace wbemcheck::mock {

class Timer;

// The timers of one mock: one for every stored instance of a class derived from __TimerInstruction, in any
// namespace. An instance that is put starts its timer, one that is put again starts it anew, and with the
// instance, with its class or with its namespace the timer goes. Once the call that took it away has
// returned, it raises no event.
//
// `follow` is for the observer of the repository: one call at a time, in the order of the commits.
class Timers {
public:
    explicit Timers(std::shared_ptr<EventBindings> events);
    ~Timers();
    Timers(const Timers&) = delete;
    Timers& operator=(const Timers&) = delete;

    // A timer for which there is no memory never fires.
    void follow(const Change& change, const Repository& repository, const Engine& engine) noexcept;

private:
    using Key = std::pair<std::string, std::string>;  // the namespace and the TimerId, folded

    void start(const Key& key, const Change& change, const Repository& repository, const Engine& engine);
    void stop(const Key& key) noexcept;
    void stop_orphans(const Repository& repository);

    const std::shared_ptr<EventBindings> events_;  // shared with the subscriptions
    std::map<Key, std::shared_ptr<Timer>> timers_;
};

}  // namespace wbemcheck::mock
