// An office in a namespace: people, rooms and devices, and associations of every shape between them.
//
//   Thing (abstract, key Name)            Person, Manager : Person, Room (qualifier Locale)
//   Device (keys Id and Slot)             Building (singleton)
//   WorksIn (Worker: Person, Place: Room)       ann-r1, bob-r1, eve-r2; SleepsIn : WorksIn  cid-r1
//   Manages (Boss: Person, Staff: Person)       eve-ann, eve-bob, eve-eve
//   Meeting (Host, Guest: Person, Place: Room)  m1 ann-bob-r1, m2 ann-ann-r2
//   Uses (User: Person, Tool: Device), qualifier Rented     ann-(1,a), bob-(1,a)
//   Anything (Source, Target: whatever)   x1 class Person-ann, x2 ann-nobody, x3 ann-elsewhere, x4 the
//   building-ann Note, which is no association, refers to ann.
//
// Every reference is spelled in its own way; see office.cpp.
#pragma once

#include "tests/unit/mock_model/store_fixture.h"

namespace wbemcheck::mock::test {

class OfficeTest : public StoreTest {
protected:
    OfficeTest();
};

}  // namespace wbemcheck::mock::test
