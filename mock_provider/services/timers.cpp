#include "mock_provider/services/timers.h"

#include <iterator>

#include "mock_provider/model/name.h"
#include "mock_provider/model/object_path.h"
#include "mock_provider/services/timer.h"

namespace wbemcheck::mock {

namespace {

constexpr std::string_view kInstruction = "__TimerInstruction";

ObjectPath path_of_timer(const std::string& id) {
    ObjectPath path;
    path.class_name = kInstruction;
    path.form = ObjectPath::Form::kInstance;
    path.keys.push_back({"TimerId", Value::string(id)});
    return path;
}

bool is_there(const Timer& timer, const Repository& repository) {
    const auto space = repository.find_namespace(timer.namespace_path());
    return space != nullptr && space->find_instance(path_of_timer(timer.id())) != nullptr;
}

}  // namespace

Timers::Timers(std::shared_ptr<EventBindings> events) : events_(std::move(events)) {}

Timers::~Timers() {
    for (const auto& [key, timer] : timers_) {
        timer->stop();
    }
}

void Timers::follow(const Change& change, const Repository& repository, const Engine& engine) noexcept {
    try {
        if (change.kind != Change::Kind::kInstance) {
            stop_orphans(repository);  // of a class or a namespace that goes, the instances are not told of
            return;
        }
        const Instance& instance =
            change.instance_after != nullptr ? *change.instance_after : *change.instance_before;
        if (!instance.definition().derives_from(kInstruction)) {
            return;
        }
        const Key key(fold_name(change.namespace_path), fold_name(instance.find("TimerId")->as_text()));
        stop(key);
        if (change.instance_after != nullptr) {
            start(key, change, repository, engine);
        }
    } catch (...) {
        // The change is committed, whatever becomes of the timer.
    }
}

void Timers::start(const Key& key, const Change& change, const Repository& repository, const Engine& engine) {
    const auto space = repository.find_namespace(change.namespace_path);
    auto timer =
        std::make_shared<Timer>(read_timer_instruction(*change.instance_after), change.namespace_path,
                                space->find_class("__TimerEvent"), events_, engine.clock());
    timers_.emplace(key, timer);
    timer->start(engine);
}

void Timers::stop(const Key& key) noexcept {
    if (const auto found = timers_.find(key); found != timers_.end()) {
        found->second->stop();
        timers_.erase(found);
    }
}

void Timers::stop_orphans(const Repository& repository) {
    for (auto it = timers_.begin(); it != timers_.end();) {
        const bool is_orphan = !is_there(*it->second, repository);
        if (is_orphan) {
            it->second->stop();
        }
        it = is_orphan ? timers_.erase(it) : std::next(it);
    }
}

}  // namespace wbemcheck::mock
