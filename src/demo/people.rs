//! Who is in the demo school.

use crate::domain::Role;

/// What all of them sign in with.
pub(super) const PASSWORD: &str = "vestnik-demo";

/// The domain of every address; whoever has one of these addresses is of the demo school.
const DOMAIN: &str = "demo.school";

/// One of the school's people.
pub(super) struct Somebody {
    /// The address before the `@`; the rest of the demo refers to people by it.
    pub login: &'static str,
    /// As it is shown.
    pub name: &'static str,
    /// What they may do.
    pub role: Role,
}

impl Somebody {
    /// What they sign in with.
    pub fn email(&self) -> String {
        format!("{}@{DOMAIN}", self.login)
    }
}

const fn somebody(login: &'static str, name: &'static str, role: Role) -> Somebody {
    Somebody { login, name, role }
}

/// In the order in which they are listed: the admin, then teachers (mathematics, English,
/// physics, Russian), then students.
pub(super) const PEOPLE: &[Somebody] = &[
    somebody("admin", "Марина Юрьевна Громова", Role::Admin),
    somebody("anna.teacher", "Анна Викторовна Соколова", Role::Teacher),
    somebody(
        "ekaterina.teacher",
        "Екатерина Олеговна Белова",
        Role::Teacher,
    ),
    somebody("dmitry.teacher", "Дмитрий Сергеевич Орлов", Role::Teacher),
    somebody("natalia.teacher", "Наталья Павловна Крылова", Role::Teacher),
    somebody("maksim.student", "Максим Волков", Role::Student),
    somebody("polina.student", "Полина Зайцева", Role::Student),
    somebody("artem.student", "Артём Кузнецов", Role::Student),
    somebody("ilya.student", "Илья Новиков", Role::Student),
    somebody("alisa.student", "Алиса Морозова", Role::Student),
    somebody("sofia.student", "София Лебедева", Role::Student),
    somebody("varvara.student", "Варвара Смирнова", Role::Student),
    somebody("timur.student", "Тимур Галиев", Role::Student),
    somebody("nikita.student", "Никита Фёдоров", Role::Student),
];
