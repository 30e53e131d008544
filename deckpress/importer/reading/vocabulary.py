"""The words by which pages in many languages name questions, answers and the parts of an answer; all in lower case."""

from __future__ import annotations

QUESTION_NAMES = (
    "front|면접 질문|꼬리 질문|面试题|面試題|追问|"
    "interview question|practice question|sample question|quiz question|flash ?card|question|ques|que|pregunta|"
    "pergunta|questão|frage|domanda|quesito|вопрос|питання|"
    "pitanje|питање|въпрос|savol|pyetja|প্রশ্ন|"
    "pytanie|vraag|fråga|spørsmål|spørgsmål|kysymys|otázka|întrebare|întrebarea|soru|câu hỏi|pertanyaan|"
    "ερώτηση|kérdés|"
    "问题|問題|题目|題目|问|問|質問|질문|문제|سؤال|السؤال|سوال|שאלה|प्रश्न|คำถาม"
)
TASK_NAMES = (
    "card|exercise|problem|task|aufgabe|übung|ejercicio|problema|exercício|exercice|esercizio|упражнение|задача|задание|"
    "練習|练习|习题|習題|例题|问答题"
)
"""What asks for an answer only if it has a number: `Exercise 3: …`."""

ANSWER_NAMES = (
    "back|short answers?|sample answers?|model answers?|suggested answers?|expected answers?|example answers?|"
    "possible answers?|"
    "answers?|ans|solutions?|respuestas?|solución|respostas?|gabarito|solução|réponses?|reponses?|corrigé|antwort(?:en)?|"
    "lösung(?:en)?|"
    "risposta|risposte|soluzione|ответы?|решение|відповідь|odpowiedź|antwoord|"
    "odgovor|одговор|отговор|javob|përgjigja|উত্তর|atsakymas|vastus|atbilde|"
    "svar|vastaus|odpověď|odpoveď|răspuns|cevap|yanıt|trả lời|đáp án|jawaban|απάντηση|válasz|"
    "参考答案|標準答案|答案|答え|回答|解答|答|답변|정답|답|الجواب|جواب|الإجابة|إجابة|پاسخ|תשובה|उत्तर|คำตอบ"
)
KEY_NAMES = (
    "option|correct answer(?:\\(s\\)|s)?|correct options?|correct choices?|right answers?|correct|answer key|"
    "respuestas? correctas?|opción correcta|correctas?|"
    "respostas? corretas?|alternativa correta|corretas?|bonnes? réponses?|réponses? correctes?|bonnes?|"
    "richtige antwort(?:en)?|richtig|risposta (?:corretta|esatta)|"
    "правильн(?:ый|ые) ответы?|верный ответ|正确答案|正確答案|正解|正答"
)
EXAMPLE_NAMES = "example|ejemplo|exemplo|exemple|beispiel|esempio|пример|例子|例"
PARTS = {
    "analogy": "real[- ]world analogy|real[- ]life analogy|analogy|analogía|analogia|analogie|аналогия|类比|類比",
    "application": (
        "real[- ]world application|real[- ]world example|real[- ]life example|practical example|"
        "practical application|"
        "real[- ]world use|use cases?|applications?|aplicación|aplicação|anwendung|applicazione|применение|应用|"
        f"{EXAMPLE_NAMES}"
    ),
    "sources": (
        "sources?|references?|useful resources?|resources|further reading|read more|learn more|"
        "more info(?:rmation)?|additional links|see also|useful links|links|fuentes?|referencias?|"
        "referências?|quellen?|fonti|fontes|источники?|"
        "ссылки|参考|参考资料|참고 자료|참고|出典|출처"
    ),
    "hint": "hints?|clue|pista|dica|hinweis|tipp|indice|suggerimento|подсказка|提示|ヒント|힌트",
    "output": "(?:expected |console |program )?outputs?|ausgabe|salida|saída|sortie|вывод|输出|出力",
    "explanation": (
        "explanation|rationale|reason(?:ing)?|justification|explicación|explicação|explication|erklärung|begründung|"
        "spiegazione|объяснение|пояснение|解释|解析|説明|解説|해설|설명"
    ),
}
ANSWERS_TITLE = (
    "(?:the |all |correct |quiz |suggested |sample |model )?answers?(?: keys?| sheet)?"
    "(?:\\s?(?:and|&|with|\\+)\\s?(?:rationales?|explanations?|solutions?))?|answer keys?|keys?|solutions?|"
    "(?:show|view|see|click (?:to|for)|reveal)(?: to)?(?: show| view| see| reveal)?(?: the| all)? "
    "(?:answers|solutions)|"
    "respuestas|soluciones|respostas|gabarito|réponses|corrigés?|solutions|antworten|lösungen|risposte|soluzioni|"
    "ответы|решения|відповіді|odpowiedzi|antwoorden|cevaplar|"
    "参考答案|答案|解答|回答|정답|الأجوبة"
)
"""Headings of a part of a page that answers the questions above it, by their numbers."""

CORRECT = (
    "correct|correct answer|right|true answer|richtig|richtige option|correcto|correcta|correto|correta|vrai|juste|"
    "bonne réponse|giusto|corretto|верно|правильно|правильный ответ|正确|正解|정답"
)
"""What stands in brackets behind a right option."""
