#include "mock_provider/services/event_aggregation.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "harness/com/hresult.h"
#include "mock_provider/model/datetime.h"
#include "mock_provider/model/name.h"
#include "mock_provider/wql/evaluate.h"
#include "mock_provider/wql/instance_reader.h"

namespace wbemcheck::mock {

namespace {

std::chrono::milliseconds to_delay(double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
}

// Booleans count as 0 and 1, as in comparisons.
std::string number_text(const Value& value) {
    if (value.type().base == CimType::kBoolean) {
        return value.as_boolean() ? "1" : "0";
    }
    if (!is_real(value.type().base)) {
        return value_text(value);
    }
    const double number = value.as_real() + 0.0;  // of the two zeros, the one without a sign
    return number == std::floor(number) ? fmt::format("{:.0f}", number) : fmt::format("{}", number);
}

// Text that two values share when WQL finds them equal: numbers of any type, text in any case, datetimes of
// one moment.
std::string grouping_text(const Value& value) {
    if (value.is_null() || value.type().base == CimType::kObject) {
        return "null";  // behind a dot anything may come; a whole object has no value to group by
    }
    if (value.is_array()) {
        std::string text = "array";
        for (const Value& element : value.as_array()) {
            const std::string part = grouping_text(element);
            text += std::to_string(part.size()) + ':' + part;
        }
        return text;
    }
    if (!is_text(value.type().base)) {
        return "number " + number_text(value);
    }
    if (value.type().base == CimType::kDatetime) {
        if (const std::optional<Datetime> moment = parse_datetime(value.as_text())) {
            return (moment->is_interval ? "length " : "moment ") + std::to_string(moment->microseconds);
        }
    }
    return "text " + fold_name(value.as_text());
}

// The group that an event belongs to. Two lists of values have one text when they are equal value by value.
std::string group_of(const std::vector<wql::PropertyPath>& properties,
                     const std::shared_ptr<const Instance>& event) {
    const wql::InstanceReader reader(event);
    std::string text;
    for (const wql::PropertyPath& path : properties) {
        const std::string part = grouping_text(reader.read(path));
        text += std::to_string(part.size()) + ':' + part;
    }
    return text;
}

}  // namespace

EventAggregation::EventAggregation(const wql::SelectQuery& query, Projection projection,
                                   std::shared_ptr<const ClassDefinition> aggregate_event,
                                   std::weak_ptr<Feed> feed)
    : clause_(query.group.value()),
      interval_(to_delay(clause_.within_seconds.value())),
      projection_(std::move(projection)),
      aggregate_event_(std::move(aggregate_event)),
      feed_(std::move(feed)) {}

EventAggregation::~EventAggregation() {
    if (alarm_ != nullptr) {
        alarm_->stop();
    }
}

void EventAggregation::use_clock_of(const Engine& engine) {
    alarm_ = engine.make_alarm([weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->end_interval();
        }
    });
}

void EventAggregation::collect(std::shared_ptr<const Instance> event) {
    std::string key = group_of(clause_.by, event);
    const std::scoped_lock lock(mutex_);
    const bool is_first = groups_.empty();
    const auto [place, is_new] = group_with_.try_emplace(std::move(key), groups_.size());
    if (is_new) {
        groups_.push_back({std::move(event), 1});
    } else if (auto& count = groups_[place->second].count;
               count < std::numeric_limits<std::uint32_t>::max()) {
        ++count;
    }
    if (is_first) {
        alarm_->set(interval_);
    }
}

void EventAggregation::end_interval() noexcept {
    const auto feed = feed_.lock();  // let go of after the mutex: its end may be the end of the subscription
    if (feed == nullptr) {
        return;
    }
    try {
        const std::scoped_lock lock(mutex_);
        deliver(*feed);
    } catch (...) {
        feed->close({com::current_exception_to_hresult(), std::nullopt, nullptr});  // EVT-3
    }
}

void EventAggregation::deliver(Feed& feed) {
    Instances aggregates;
    for (const GroupOfEvents& group : std::exchange(groups_, {})) {
        const auto make_aggregate = [&](std::shared_ptr<const Instance> representative) {
            return make_instance(aggregate_event_,
                                 {{"NumberOfEvents", Value::uint32(group.count)},
                                  {"Representative", Value::object(std::move(representative))}});
        };
        auto aggregate = make_aggregate(group.representative);
        if (is_wanted(aggregate)) {
            aggregates.push_back(projection_.properties.empty()
                                     ? std::move(aggregate)
                                     : make_aggregate(project(group.representative, projection_)));
        }
    }
    group_with_.clear();
    if (!aggregates.empty()) {
        feed.append(make_row(std::move(aggregates)));
    }
}

bool EventAggregation::is_wanted(const std::shared_ptr<const Instance>& aggregate) const {
    return !clause_.having.has_value() ||
           wql::evaluate(*clause_.having, wql::InstanceReader(aggregate)) == wql::Truth::kTrue;
}

}  // namespace wbemcheck::mock
