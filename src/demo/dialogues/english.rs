//! Chats of Екатерина Олеговна, who teaches English.

use super::{Dialogue, chat, recent, s, t, talk};

pub(super) const DIALOGUES: &[Dialogue] = &[ALISA, SOFIA, VARVARA];

const ALISA: Dialogue = chat("ekaterina.teacher", "alisa.student", &[
    talk(13, 20, 15, &[
        t("Alisa, great job today! Сюда буду присылать материалы и домашку 🙂"),
        s("Thank you! Очень понравилось"),
        t("Homework: эссе, 250 слов. Topic: “Children should start learning a foreign language at \
           primary school. To what extent do you agree?”"),
        s("Когда сдавать?"),
        t("За день до занятия, чтобы я успела прочитать."),
    ]),
    talk(11, 12, 30, &[
        s("Екатерина Олеговна, а в эссе можно писать don’t и can’t? Или слишком неформально?"),
        t("В академическом эссе лучше полные формы: do not, cannot. А в speaking сокращай на \
           здоровье."),
        s("Got it, thanks!"),
    ]),
    talk(8, 19, 10, &[
        s("Вот первый абзац. Я в ту сторону иду?\n\n\
           It is often argued that the childhood is the best time to start a foreign language. \
           I mostly agree with this view: young children are not afraid of mistakes, and they \
           learn new sounds more easy than adults do."),
        t("В ту! Очень хорошее начало. Две мелочи: childhood здесь без артикля, и more easily, \
           а не more easy."),
        s("easy / easily — моя вечная боль 😭"),
        t("Через месяц забудешь про эту боль, обещаю."),
    ]),
    talk(7, 20, 40, &[
        s("Эссе готово, отправила на почту. Получилось 268 слов"),
        t("Получила, завтра разберём."),
        s("👍"),
    ]),
    talk(6, 20, 10, &[
        t("Ещё раз письменно про эссе. Сейчас это 6.5, местами 7. Что поднимет балл:\n\
           — связки: не только firstly и secondly, попробуй what is more, by contrast;\n\
           — пример в каждом абзаце;\n\
           — никаких новых мыслей в заключении."),
        s("Спасибо, так всё сразу понятно 🙏"),
        s("А speaking целиком когда будем пробовать?"),
        t("Устроим пробный ⟨в+7⟩: 14 минут, всё как на экзамене. Буду строгой 😼"),
        s("Уже страшно)"),
    ]),
    talk(3, 13, 15, &[
        s("Послушала подкаст, который вы советовали. С первого раза поняла процентов шестьдесят, \
           со второго почти всё!"),
        t("Отличный результат. Какие слова выписала?"),
        s("reluctant, to thrive, a setback, to come up with"),
        t("Составь с каждым по предложению о себе. И послушай, как их произносят живые люди: \
           https://youglish.com/"),
        s("I was reluctant to get up this morning 😄"),
        t("Perfect example!"),
    ]),
    recent(48, &[
        t("Alisa, hi! Приготовила карточки для завтрашнего пробного speaking. Учить ничего не \
           нужно, просто выспись."),
        t("Card 1. Describe a book that changed your mind. You should say: what it is about, when \
           you read it, why you chose it.").deleted(),
        t("Удалила предыдущее: чуть не испортила сюрприз 🙈"),
        t("И проверь, пожалуйста, микрофон, в прошлый раз он немного фонил."),
    ]),
]);

const SOFIA: Dialogue = chat("ekaterina.teacher", "sofia.student", &[
    talk(9, 16, 45, &[
        t("София, привет! Это чат для домашних заданий. На сегодня: рабочая тетрадь, стр. 42, упр. \
           1–3, и первые десять неправильных глаголов."),
        s("Здравствуйте, Екатерина Олеговна! А глаголы учить во всех трёх формах?"),
        t("Во всех: go — went — gone. Учи вслух, ритм помогает 🎵"),
        s("поняла 👌"),
    ]),
    talk(7, 14, 20, &[
        s("Скажите, пожалуйста, чем отличается lie от lay?"),
        s("В учебнике lie — lay — lain, а потом ещё lay — laid — laid. Это же ужас"),
        t("Правда ужас 😄 Смотри: lie — лежать, lay — класть что-то. Hens lay eggs: курице \
           обязательно нужно «что», поэтому lay."),
        s("Курицу я точно запомню 🐔"),
    ]),
    talk(5, 18, 5, &[
        t("София, как дела с глаголами?"),
        s("Выучила десять и ещё пять!"),
        s("Мама проверила, только в caught всё время делаю ошибку"),
        t("Ты большая молодец! Напиши caught пять раз сюда, и рука запомнит."),
        s("caught caught caught caught caught"),
        t("👏👏👏"),
    ]),
    talk(2, 16, 40, &[
        t("Домашнее: стр. 44, упр. 2, и рассказ «My weekend», 8–10 предложений в Past Simple."),
        s("А можно про кота?"),
        t("Нужно про кота 🐈"),
    ]),
    talk(1, 19, 25, &[
        s("My weekend\n\n\
           On Saturday I got up late. My mum made pancakes and I ate five. Then my cat Barsik \
           caught a fly. He was very proud. We did not went to the park because it rained. I drew \
           Barsik with a crown. On Sunday we visited my granny. She gave Barsik some fish. It was \
           the best weekend for him!"),
        t("Какой чудесный рассказ! И caught правильно 😊"),
        t("Одна ошибка: после did not глагол стоит в первой форме, we did not go."),
        s("Ой, did ведь уже прошедшее"),
        t("Именно. Пять с плюсом, Барсику привет!"),
        s("Барсик говорит мяу 🐾"),
    ]),
]);

const VARVARA: Dialogue = chat("ekaterina.teacher", "varvara.student", &[
    talk(11, 19, 15, &[
        t("Варя, добрый вечер! Домашнее: Unit 5, текст на стр. 58 и карточка со словами."),
        s("Добрый вечер! Хорошо. А тест по Unit 4 будет?"),
        t("Будет, но короткий: 15 минут, на фразовые глаголы."),
        s("Тогда иду повторять 🏃‍♀️"),
    ]),
    talk(9, 20, 5, &[
        s("Не могу понять разницу между used to и be used to :("),
        t("I used to drink tea — раньше пила, а теперь нет. I am used to drinking tea — привыкла. \
           После be used to ставим -ing!"),
        s("А get used to?"),
        t("Привыкать, то есть процесс: I am getting used to the new school."),
        s("Всё, щёлкнуло. Спасибо!"),
    ]),
    talk(5, 10, 40, &[
        s("Екатерина Олеговна, доброе утро. Я заболела, температура 38,5 🤒 Завтра, наверное, не \
           смогу"),
        t("Варя, доброе утро! Конечно, отменяю. Лечись, и никаких уроков."),
        s("Спасибо! Домашку доделаю, как станет легче"),
        t("Не спеши. Тест перенесём на следующий раз."),
    ]),
    talk(2, 17, 30, &[
        t("Как самочувствие?"),
        s("Уже лучше, температуры нет. Смотрю сериал на английском с субтитрами, это считается \
           занятием? 😇"),
        t("Если субтитры тоже английские, считается 😉"),
        s("Английские, честное слово"),
        t("Тогда до встречи ⟨в+5⟩. Поправляйся окончательно!"),
        s("Спасибо ❤️"),
    ]),
]);
