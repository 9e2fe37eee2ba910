"""Seeded questions on single and repeated steps of the optimizers."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import plain

G8 = "Goodfellow, Bengio, Courville: Deep Learning (2016), "
SUTSKEVER = "Sutskever, Martens, Dahl, Hinton: On the importance of initialization and momentum in deep learning (ICML 2013)"
ADAM = "Kingma, Ba: Adam: A Method for Stochastic Optimization (ICLR 2015), Algorithm 1"
ADAMW = "Loshchilov, Hutter: Decoupled Weight Decay Regularization (ICLR 2019), Algorithm 2"
SOURCES = {
    "sgd": [G8 + "§8.3.1"], "momentum": [G8 + "§8.3.2", SUTSKEVER], "nesterov": [G8 + "§8.3.3", SUTSKEVER],
    "adagrad": ["Duchi, Hazan, Singer: Adaptive Subgradient Methods (JMLR 2011)", G8 + "§8.5.1"],
    "rmsprop": ["Tieleman, Hinton: Lecture 6.5, RMSProp (2012)", G8 + "§8.5.2"], "adam": [ADAM, G8 + "§8.5.3"], "adamw": [ADAMW],
}  # fmt: skip
CLOSE = 0.0012
"""Absolute tolerance of answers asked to three decimals whose steps may be rounded to four on the way."""
NAMES = {"sgd": t("Gradient descent", "梯度下降"), "momentum": t("Momentum", "动量"), "nesterov": t("Nesterov momentum", "Nesterov 动量"),
         "adagrad": t("Adagrad", "Adagrad"), "rmsprop": t("RMSProp", "RMSProp"), "adam": t("Adam", "Adam")}  # fmt: skip
RULES = {
    "sgd": "w ← w − ηg",
    "momentum": "v ← μv − ηg, w ← w + v",
    "nesterov": "v ← μv − η∇f(w + μv), w ← w + v",
    "adagrad": "r ← r + g², w ← w − ηg/√r",
    "rmsprop": "r ← ρr + (1 − ρ)g², w ← w − ηg/√r",
    "adam": "m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂/√v̂ with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ)",
}


def num(x: float, decimals: int = 4) -> str:
    """A number as shown in a text, with a true minus sign and never −0."""
    text = f"{x:.{decimals}f}"
    return (text if float(text) else text.lstrip("-")).replace("-", "−")


def bracket(x: float) -> str:
    """A given number inside a product."""
    return f"({plain(x)})" if x < 0 else plain(x)


def zh_rule(rule: str) -> str:
    """A rule with Chinese punctuation."""
    return rule.replace(", ", "，").replace(" with ", "，其中 ")


def make_traps(answer: float, slips: list[tuple[float, Text]], gap: float = 2.5 * CLOSE, decimals: int = 3) -> list[Trap]:
    """The slips as traps, without those that give the answer or repeat an earlier one."""
    seen, traps = [answer], []
    for value, why in slips:
        if all(abs(value - other) > gap for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.{decimals}f}", why))
    return traps


class Optimizer:
    """One weight's optimizer in plain Python (ε = 0)."""

    def __init__(self, kind: str, lr: float, mu: float = 0.9, rho: float = 0.9, b1: float = 0.9, b2: float = 0.999) -> None:
        self.kind, self.lr, self.mu, self.rho, self.b1, self.b2 = kind, lr, mu, rho, b1, b2
        self.v = self.m = 0.0
        self.t = 0

    def step(self, w: float, gradient: Callable[[float], float]) -> float:
        """The weight after one step."""
        self.t += 1
        g = gradient(w + self.mu * self.v if self.kind == "nesterov" else w)
        if self.kind == "sgd":
            return w - self.lr * g
        if self.kind in ("momentum", "nesterov"):
            self.v = self.mu * self.v - self.lr * g
            return w + self.v
        if self.kind == "adagrad":
            self.v += g * g
            return w - self.lr * g / sqrt(self.v)
        if self.kind == "rmsprop":
            self.v = self.rho * self.v + (1 - self.rho) * g * g
            return w - self.lr * g / sqrt(self.v)
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        return w - self.lr * (self.m / (1 - self.b1**self.t)) / sqrt(self.v / (1 - self.b2**self.t))


WHY = {
    "no-memory": t("The state was ignored: that is plain gradient descent.", "忽略了已有状态：这是普通梯度下降。"),
    "uphill": t("The step goes with the gradient, i.e. uphill.", "步子与梯度同向，即上坡。"),
    "no-root": t("The root of the accumulated squares is missing.", "漏了对累积平方开根号。"),
    "old": t("The accumulator must be updated with the new gradient before it is used.", "使用前应先用新梯度更新累积量。"),
}


@generator("optimizers.gen-one-step", version=1, concept="momentum", levels=(1, 2, 3))
def one_step(draw: Draw, level: int) -> Question:
    """The new weight after one step from a given state."""
    kind = draw.choice((("momentum", "momentum-b"), ("nesterov", "adagrad", "rmsprop"), ("adam", "adamw"))[level - 1])
    w, g = draw.integer(-30, 30) / 10, draw.integer(-40, 40) / 10
    lr, mu = draw.choice([0.05, 0.1, 0.2]), draw.choice([0.5, 0.8, 0.9])
    if abs(w) < 0.3 or abs(g) < 0.4:
        raise draw.again()
    p: dict[str, object] = {"kind": kind, "w": w, "g": g, "lr": lr}
    note = t("", "")
    if kind in ("momentum", "momentum-b", "nesterov"):
        v = draw.integer(-9, 9) / 10 if kind != "momentum-b" else draw.integer(-40, 40) / 10
        if abs(v) < 0.2:
            raise draw.again()
        p |= {"mu": mu, "v": v}
        if kind == "momentum":
            new, answer = mu * v - lr * g, w + mu * v - lr * g
            rule, state = "v ← μv − ηg, w ← w + v", f"v = {plain(v)}, μ = {plain(mu)}"
            work = f"v = {plain(mu)}·{bracket(v)} − {plain(lr)}·{bracket(g)} = {num(new)}, w = {plain(w)} + ({num(new)}) = {num(answer)}"
            slips = [(w + lr * new, t("η was applied twice: v already is a step.", "η 用了两次：v 本身已经是步子。")),
                     (w + mu * v - g, t("η was never applied.", "一次都没用 η。")), (w + mu * v + lr * g, WHY["uphill"]),
                     (w - new, t("In this convention v is added: it carries the minus sign already.", "这种写法里 v 是加上去的：它已含负号。"))]  # fmt: skip
        elif kind == "momentum-b":
            new, answer = mu * v + g, w - lr * (mu * v + g)
            rule, state = "v ← μv + g, w ← w − ηv", f"v = {plain(v)}, μ = {plain(mu)}"
            work = f"v = {plain(mu)}·{bracket(v)} + {bracket(g)} = {num(new)}, w = {plain(w)} − {plain(lr)}·({num(new)}) = {num(answer)}"
            slips = [(w - new, t("η was never applied.", "一次都没用 η。")), (w - lr * lr * new, t("η was applied twice.", "η 用了两次。")),
                     (w + lr * new, WHY["uphill"]), (w - lr * (mu * v - lr * g), t("Two conventions were mixed.", "把两种写法混在了一起。"))]  # fmt: skip
        else:
            a = draw.choice([0.5, 1.0, 1.5, 2.0])
            ahead = w + mu * v
            g = 2 * a * ahead
            new, answer = mu * v - lr * g, w + mu * v - lr * g
            p |= {"a": a, "g": g}
            note = t(f" The loss is f(w) = {plain(a)}·w².", f"损失为 f(w) = {plain(a)}·w²。")
            rule, state = "v ← μv − η·f′(w + μv), w ← w + v", f"v = {plain(v)}, μ = {plain(mu)}"
            work = f"w + μv = {num(ahead)}, f′ = {num(2 * a, 1)}·({num(ahead)}) = {num(g)}, v = {plain(mu)}·{bracket(v)} − {plain(lr)}·({num(g)}) = {num(new)}, w = {num(answer)}"
            slips = [(w + mu * v - lr * 2 * a * w, t("That is classical momentum: the gradient belongs at the look-ahead point.", "这是经典动量：梯度应在前瞻点处取。")),
                     (ahead + new, t("The step starts from w, not from the look-ahead point.", "步子从 w 出发，而不是从前瞻点。")),
                     (w + mu * v - lr * 2 * a * (w + v), t("The look-ahead is by μv, not by v.", "向前看的量是 μv，不是 v。"))]  # fmt: skip
    elif kind in ("adagrad", "rmsprop"):
        r = draw.integer(2, 120) / 10
        if kind == "adagrad":
            new, rule, state = r + g * g, "r ← r + g², w ← w − ηg/√r", f"r = {plain(r)}"
            work = f"r = {plain(r)} + {bracket(g)}² = {num(new)}"
        else:
            rho = draw.choice([0.5, 0.9, 0.95])
            p |= {"rho": rho}
            new, rule, state = rho * r + (1 - rho) * g * g, "r ← ρr + (1 − ρ)g², w ← w − ηg/√r", f"r = {plain(r)}, ρ = {plain(rho)}"
            work = f"r = {plain(rho)}·{plain(r)} + {plain(round(1 - rho, 4))}·{bracket(g)}² = {num(new)}"
        p |= {"r": r}
        answer = w - lr * g / sqrt(new)
        work += f", √r = {num(sqrt(new))}, w = {plain(w)} − {plain(lr)}·{bracket(g)}/{num(sqrt(new))} = {num(answer)}"
        note = t(" ε is negligible.", "ε 可忽略。")
        slips = [(w - lr * g / new, WHY["no-root"]), (w - lr * g / sqrt(r), WHY["old"]), (w - lr * g, WHY["no-memory"]), (w + lr * g / sqrt(new), WHY["uphill"])]
        if kind == "rmsprop":
            slips.append((w - lr * g / sqrt(r + g * g), t("That sums like Adagrad.", "这是像 Adagrad 那样求和。")))
    else:
        b1, b2, step = 0.9, draw.choice([0.99, 0.999]), draw.integer(2, 6)
        m, v = draw.integer(-15, 15) / 10, draw.integer(2, 40) / 1000
        if abs(m) < 0.2:
            raise draw.again()
        decay = draw.choice([0.05, 0.1, 0.2]) if kind == "adamw" else 0.0
        p |= {"b1": b1, "b2": b2, "t": step, "m": m, "v": v, "decay": decay}
        m1, v1 = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        mh, vh = m1 / (1 - b1**step), v1 / (1 - b2**step)
        move = lr * mh / sqrt(vh)
        answer = w - move - lr * decay * w
        rule = RULES["adam"].replace("w ← w − η·m̂/√v̂", "w ← w − η·(m̂/√v̂ + λw)" if decay else "w ← w − η·m̂/√v̂")
        state = f"m = {plain(m)}, v = {plain(v)}, β₁ = 0.9, β₂ = {plain(b2)}, t = {step}" + (f", λ = {plain(decay)}" if decay else "")
        note = t(f" (t is the number of this step; ε is negligible{'; w in λw is the old one' if decay else ''}).", f"（t 为这一步的编号；ε 可忽略{'；λw 里用旧的 w' if decay else ''}）。")
        work = f"m = {num(m1)}, v = {num(v1, 6)}, m̂ = {num(m1)}/{num(1 - b1**step)} = {num(mh)}, v̂ = {num(v1, 6)}/{num(1 - b2**step, 6)} = {num(vh)}, m̂/√v̂ = {num(mh / sqrt(vh))}"
        work += f", w = {plain(w)} − {plain(lr)}·({num(mh / sqrt(vh))}" + (f" + {plain(decay)}·{bracket(w)}" if decay else "") + f") = {num(answer)}"
        slips = [(w - lr * m1 / sqrt(v1) - lr * decay * w, t("The bias correction is missing.", "漏了偏差修正。")),
                 (w - lr * mh / vh - lr * decay * w, WHY["no-root"]), (w + move, WHY["uphill"]), (w - lr * g, WHY["no-memory"])]  # fmt: skip
        if decay:
            slips += [(w - move, t("The weight decay is missing.", "漏了权重衰减。")), (w - move - decay * w, t("The decay is multiplied by η too.", "衰减也要乘 η。"))]
    if abs(answer - w) < 0.01 or abs(answer) < 0.02:
        raise draw.again()
    traps = make_traps(answer, slips)
    if not traps:
        raise draw.again()
    asked = t(f"{state}, w = {plain(w)}, η = {plain(lr)}", f"{state.replace(', ', '，')}，w = {plain(w)}，η = {plain(lr)}")
    if kind != "nesterov":
        asked = t(f"{asked.en}, g = {plain(g)}", f"{asked.zh}，g = {plain(g)}")
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level,
        prompt=t(f"One step of {rule}. Given: {asked.en}.{note.en} What is the new w?", f"做一步 {zh_rule(rule)}。已知：{asked.zh}。{note.zh}新的 w 是多少？"),
        form=t("to three decimals", "保留三位小数"), answer=round(answer, 6), absolute=CLOSE, traps=traps,
        explanation=t(f"{work}.", f"{work.replace(', ', '，')}。"),
        sources=SOURCES[kind.removesuffix("-b")], parameters=p,
    )  # fmt: skip


@generator("optimizers.gen-three-steps", version=1, concept="ravines", levels=(1, 2, 3))
def three_steps(draw: Draw, level: int) -> Question:
    """Three steps on a·x² + b·y²: the positions on the way."""
    kind = draw.choice((("sgd", "momentum"), ("nesterov", "adagrad", "momentum"), ("rmsprop", "adam"))[level - 1])
    a, b = draw.choice([0.5, 1.0, 1.5]), draw.choice([2.0, 2.5, 3.0, 4.0])
    x, y = float(draw.choice([1, 2, -1, -2])), float(draw.choice([1, -1, 2]))
    lr = draw.choice([0.05, 0.1]) if kind in ("sgd", "momentum", "nesterov") else draw.choice([0.1, 0.2])
    if draw.chance(0.1):
        a, b, x, y, lr = 1.0, 2.0, 1.0, 1.0, 0.1  # the classic
    o, q = Optimizer(kind, lr), Optimizer(kind, lr)
    path = [(x, y)]
    for _ in range(3):
        x, y = o.step(x, lambda w: 2 * a * w), q.step(y, lambda w: 2 * b * w)
        path.append((x, y))
    if min(abs(c) for point in path[1:] for c in point) < 0.015:
        raise draw.again()
    asked = [("x₁", path[1][0]), ("x₂", path[2][0]), ("y₂", path[2][1]), ("y₃", path[3][1])]
    plain_path = [(path[0][0] * (1 - 2 * a * lr) ** i, path[0][1] * (1 - 2 * b * lr) ** i) for i in range(4)]
    other = {"x₁": plain_path[1][0], "x₂": plain_path[2][0], "y₂": plain_path[2][1], "y₃": plain_path[3][1]}
    blanks = []
    for name, value in asked:
        slips = [] if kind == "sgd" else [(other[name], t("That is plain gradient descent.", "这是普通梯度下降的值。"))]
        slips.append((-value, t("Check the sign.", "检查符号。")))
        blanks.append(Blank([f"{value:.4f}"], tolerance=round(0.0006 / abs(value), 6), traps=make_traps(value, slips, 0.003, 4)))
    constants = {"momentum": ", μ = 0.9", "nesterov": ", μ = 0.9", "rmsprop": ", ρ = 0.9", "adam": ", β₁ = 0.9, β₂ = 0.999"}.get(kind, "")
    eps = t("; ε is 0, all state starts at 0", "；ε 为 0，所有状态从 0 开始") if kind in ("adagrad", "rmsprop", "adam") else t("; v starts at 0", "；v 从 0 开始") if kind != "sgd" else t("", "")
    own = t("each coordinate has its own state", "每个坐标有各自的状态") if kind != "sgd" else t("each step multiplies x by 1 − 2aη and y by 1 − 2bη", "每步把 x 乘 1 − 2aη，把 y 乘 1 − 2bη")
    own = t(own.en.replace("2a", plain(2 * a)).replace("2b", plain(2 * b)), own.zh.replace("2a", plain(2 * a)).replace("2b", plain(2 * b)))
    own = t(own.en.replace("η", "·" + plain(lr)), own.zh.replace("η", "·" + plain(lr)))
    slope = "" if a == 0.5 else plain(2 * a)
    steps = "; ".join(f"({num(c)}, {num(d)})" for c, d in path[1:])
    body = ",   ".join(f"{name} = {{{{{i}}}}}" for i, (name, _) in enumerate(asked, 1))
    return Cloze(
        id=draw.id, concept=draw.concept, difficulty=level, body=t(body, body.replace(",   ", "，   ")), blanks=blanks,
        prompt=t(
            f"{NAMES[kind].en}, {RULES[kind]}, on f(x, y) = {plain(a)}·x² + {plain(b)}·y² from ({plain(path[0][0])}, {plain(path[0][1])}), η = {plain(lr)}{constants}{eps.en}. Fill in these coordinates, the index being the number of steps (four decimals).",
            f"{NAMES[kind].zh}（{zh_rule(RULES[kind])}），在 f(x, y) = {plain(a)}·x² + {plain(b)}·y² 上从 ({plain(path[0][0])}, {plain(path[0][1])}) 出发，η = {plain(lr)}{constants.replace(', ', '，')}{eps.zh}。填写下列坐标，下标为步数（保留四位小数）。",
        ),
        explanation=t(
            f"∇f = ({slope}x, {plain(2 * b)}y), and {own.en}. The positions after steps 1, 2, 3: {steps}.",
            f"∇f = ({slope}x, {plain(2 * b)}y)，{own.zh}。第 1、2、3 步后的位置：{steps.replace('; ', '；')}。",
        ),
        sources=SOURCES[kind],
        parameters={"kind": kind, "a": a, "b": b, "start": list(path[0]), "lr": lr},
    )  # fmt: skip
