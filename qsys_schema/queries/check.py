"""The door of the room: a query as it is written becomes one whose names, types and pieces are known."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from dataclasses import replace

import sqlglot
from sqlglot import exp

from qsys_schema.model.query import CheckedQuery, Query
from qsys_schema.model.schema import Schema
from qsys_schema.model.tongue import Tongue
from qsys_schema.queries.clauses import clauses
from qsys_schema.queries.compare import require_order
from qsys_schema.queries.context import Context
from qsys_schema.queries.infer import infer
from qsys_schema.queries.parameters import parameters_of
from qsys_schema.queries.pieces import ORDER_BY, cut
from qsys_schema.queries.results import columns_of, whole_of
from qsys_schema.queries.scope import Scope
from qsys_schema.queries.select import read
from qsys_schema.queries.text import Token, tokenize, without_comments
from qsys_schema.queries.trouble import BrokenQueryError, Trouble, shown

_FIRST_WORDS = ("SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE")
_GIVES_ROWS = frozenset({"one", "optional", "many"})
_ORDER = "SELECT 1 ORDER BY "
_CHANGES = (exp.Insert, exp.Update, exp.Delete)


def check(query: Query, schema: Schema, tongue: Tongue) -> CheckedQuery:
    """The query with its parameters, its result and its pieces. Raises BrokenQueryError with everything wrong in it."""
    try:
        return _checked(query, schema, tongue)
    except RecursionError as error:
        hint = "name parts of it by WITH, or give a list as a parameter"
        raise BrokenQueryError([Trouble(text="it is too deeply nested to be read", hint=hint)]) from error


def _checked(query: Query, schema: Schema, tongue: Tongue) -> CheckedQuery:
    tokens, comments = tokenize(query.sql, tongue.lexicon)
    tokens = _one_statement(tokens)
    sql = without_comments(query.sql, comments)[: tokens[-1].end]
    context = Context(
        schema=schema,
        tongue=tongue,
        sql=sql,
        infer=infer,
        read=read,
        places={token.text[1:]: token.start for token in reversed(tokens) if token.kind == "parameter"},
        stated={one.name: one for one in query.parameters},
        optional=query.optional,
    )
    context.troubles.extend(_names(query, tokens))
    tree = _tree(sql, tokens, tongue)
    fields = read(tree, Scope(), context)
    _orders(query, context)
    context.troubles.extend(_returns(query, tree, tokens))
    if context.troubles:
        raise BrokenQueryError(context.troubles)
    parameters = parameters_of(query, tokens, context)
    columns = columns_of(query, fields, context) if query.returns in _GIVES_ROWS else ()
    if any(not one.asks for one in context.troubles):
        raise BrokenQueryError(context.troubles)
    pieces = cut(query, sql, tokens, stars=context.stars, comments=comments)
    if context.troubles:
        raise BrokenQueryError(context.troubles, pieces)
    _require_some_condition(query, tree, tokens)
    whole, columns = whole_of(columns, fields, schema)
    return CheckedQuery(query=query, pieces=pieces, parameters=parameters, columns=columns, whole=whole)


def uses(query: Query, schema: Schema, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """The tables and columns that a sound query speaks of, as (table, column) pairs; a table's own has no column."""
    tokens, comments = tokenize(query.sql, tongue.lexicon)
    tokens = _one_statement(tokens)
    sql = without_comments(query.sql, comments)[: tokens[-1].end]
    context = Context(schema=schema, tongue=tongue, sql=sql, infer=infer, read=read)
    read(_tree(sql, tokens, tongue), Scope(), context)
    return tuple(context.used)


def _one_statement(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without a semicolon at the end. Raises BrokenQueryError for what is not one query."""
    ends = [place for place, token in enumerate(tokens) if token.text == ";"]
    kept = tokens
    while kept and kept[-1].text == ";":
        kept = kept[:-1]
    if not kept:
        raise BrokenQueryError([Trouble(text="there is no SQL in this query")])
    if ends and ends[0] < len(kept):
        hint = "one query is one statement; give the other a name of its own"
        raise BrokenQueryError([Trouble(text="a second statement", hint=hint, offset=tokens[ends[0] + 1].start)])
    first = kept[0]
    if first.upper not in _FIRST_WORDS:
        hint = "a query is SELECT, WITH, VALUES, INSERT, UPDATE or DELETE"
        hint = "write INSERT OR REPLACE" if first.upper == "REPLACE" else hint
        raise BrokenQueryError([Trouble(text=f"{shown(first.text)} begins no query", hint=hint, offset=first.start)])
    return kept


def _names(query: Query, tokens: Sequence[Token]) -> list[Trouble]:
    """What is wrong with the names of parameters, before anything else is known."""
    found: list[Trouble] = []
    for token in tokens:
        name = token.text[1:]
        if token.kind == "parameter" and (keyword.iskeyword(name) or not re.fullmatch(r"[a-z][a-z0-9_]*", name)):
            text = f"the parameter {token.text} cannot be a name in Python"
            hint = "a parameter is named in lower case, with letters, digits and underscores, and is no key word"
            found.append(Trouble(text=text, hint=hint, offset=token.start))
    orders = [place for place, token in enumerate(tokens) if token.text == f":{ORDER_BY}"]
    for place in orders:
        if [one.upper for one in tokens[max(place - 2, 0) : place]] != ["ORDER", "BY"]:
            text = "the parameter :order_by stands for a whole order"
            found.append(Trouble(text=text, hint="write ORDER BY :order_by", offset=tokens[place].start))
        if not query.order_by:
            text = "there is no order to choose for :order_by"
            hint = 'list them: order_by: {newest: "created_at DESC, id"}'
            found.append(Trouble(text=text, hint=hint, offset=tokens[place].start))
    if len(orders) > 1:
        found.append(Trouble(text="only one order can be chosen", offset=tokens[orders[1]].start))
    if query.order_by and not orders:
        text = "orders are listed, but the SQL has no place for them"
        found.append(Trouble(text=text, hint="write ORDER BY :order_by where the order goes", part=("order_by",)))
    return found


def _tree(sql: str, tokens: Sequence[Token], tongue: Tongue) -> exp.Expression:
    """The parser's tree. Raises BrokenQueryError with the place where it gave up."""
    try:
        trees = _parsed(sql, tokens, tongue)
    except sqlglot.errors.ParseError as error:
        raise BrokenQueryError([_unparsed(error, sql)]) from error
    except sqlglot.errors.TokenError as error:
        raise BrokenQueryError([Trouble(text="this is no SQL")]) from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Expression):
        raise BrokenQueryError([Trouble(text="this is not one query")])
    tree = trees[0]
    while isinstance(tree, exp.Subquery) and isinstance(tree.this, exp.Expression):
        tree = tree.this
    if not isinstance(tree, (exp.Select, exp.SetOperation, exp.Values, *_CHANGES)):
        raise BrokenQueryError([Trouble(text="this is no query", hint="write SELECT, INSERT, UPDATE or DELETE")])
    return tree


def _parsed(sql: str, tokens: Sequence[Token], tongue: Tongue) -> Sequence[exp.Expr | None]:
    """The statements. A parameter may be called ``:from``, which the parser takes for its key word.

    It then gets the text once more, with parameters of other names that are as long.
    """
    try:
        return sqlglot.parse(sql, read=tongue.name)
    except sqlglot.errors.ParseError:
        # A single letter is no key word.
        names = dict.fromkeys(token.text[1:] for token in tokens if token.kind == "parameter" and token.text[2:])
        others = {f"_{number:0{len(name) - 1}x}": name for number, name in enumerate(names)}
        if len(others) < len(names) or any(len(one) != len(name) for one, name in others.items()):
            raise
        called = {name: one for one, name in others.items()}
        parts = [
            f":{called[token.text[1:]]}" if token.kind == "parameter" and token.text[1:] in called else token.text
            for token in tokens
        ]
        ends = [0, *(token.end for token in tokens)]
        text = "".join(sql[end : token.start] + part for end, token, part in zip(ends, tokens, parts, strict=False))
        trees = sqlglot.parse(text, read=tongue.name)
    for tree in trees:
        for node in tree.find_all(exp.Placeholder) if tree is not None else ():
            node.set("this", others.get(node.name, node.name))
    return trees


def _unparsed(error: sqlglot.errors.ParseError, sql: str) -> Trouble:
    first = error.errors[0] if error.errors else {}
    highlight = str(first.get("highlight") or "")
    line, column = int(first.get("line") or 1), int(first.get("col") or 1)
    starts = [0, *(place + 1 for place, one in enumerate(sql) if one == "\n")]
    offset = starts[min(line, len(starts)) - 1] + max(column - len(highlight), 0)
    found = shown(sql[offset : offset + len(highlight)]) if highlight else "the end"
    said = str(first.get("description") or "").partition(" but got ")[0].partition(". ")[0]
    what = "" if said.startswith(("Invalid expression", "Required keyword")) else said[:1].lower() + said[1:]
    text = f"syntax error at {found}" + (f": {what}" if what else "")
    return Trouble(text=text, offset=min(offset, len(sql)))


def _orders(query: Query, context: Context) -> None:
    """Every order that may be chosen, where it would stand."""
    if not context.orders:
        return
    scope, fields = context.orders[0]
    scope.aliases = {one.name: one.value for one in fields if one.name}
    for name, text in query.order_by:
        part = ("order_by", name)
        try:
            _order(text, part, scope, context)
        except BrokenQueryError as error:
            context.troubles.extend(replace(one, part=part) for one in error.troubles)


def _order(text: str, part: tuple[str, ...], scope: Scope, context: Context) -> None:
    tokens, _ = tokenize(text, context.tongue.lexicon)
    for token in tokens:
        if token.kind == "parameter" or token.text == ";":
            raise BrokenQueryError([Trouble(text=f"an order cannot hold {token.text}", offset=token.start)])
    try:
        tree = sqlglot.parse_one(_ORDER + text, read=context.tongue.name)
    except sqlglot.errors.SqlglotError as error:
        raise BrokenQueryError([Trouble(text="syntax error in this order", offset=0)]) from error
    rest = [key for key, value in tree.args.items() if value and key not in {"expressions", "order", "kind"}]
    if not isinstance(tree, exp.Select) or rest or not isinstance(tree.args.get("order"), exp.Order):
        raise BrokenQueryError([Trouble(text="this is more than an order", offset=0)])
    with context.elsewhere(part, len(_ORDER)):
        for one in tree.args["order"].expressions:
            inner = one.this if isinstance(one, exp.Ordered) else one
            if isinstance(inner, exp.Literal) and inner.is_string:
                context.wrong("a text orders nothing", inner, "names are written without quotes, or in double ones")
            elif not isinstance(inner, exp.Literal):
                require_order(inner, context.infer(inner, scope, context, None), context)


def _returns(query: Query, tree: exp.Expression, tokens: Sequence[Token]) -> list[Trouble]:
    """Whether the statement gives what the query says it returns."""
    part = ("returns",)
    if not isinstance(tree, _CHANGES):
        if query.returns in _GIVES_ROWS:
            return []
        text = f"returns is {query.returns}, but a query that only reads returns rows"
        return [Trouble(text=text, hint="say one, optional or many", part=part)]
    returning = tree.args.get("returning") is not None
    word = type(tree).__name__.upper()
    if query.returns in _GIVES_ROWS and not returning:
        text = f"returns is {query.returns}, but this {word} has no RETURNING"
        return [Trouble(text=text, hint="add RETURNING, or say exec or count", part=part)]
    if query.returns not in _GIVES_ROWS and returning:
        place = next((one.start for one in reversed(tokens) if one.upper == "RETURNING"), None)
        text = f"returns is {query.returns}, so nobody reads what RETURNING gives"
        return [Trouble(text=text, hint="say one, optional or many, or leave it out", offset=place)]
    return []


def _require_some_condition(query: Query, tree: exp.Expression, tokens: Sequence[Token]) -> None:
    """Raise BrokenQueryError where an UPDATE or DELETE would change every row once its optional conditions are gone."""
    if not isinstance(tree, (exp.Update, exp.Delete)) or tree.args.get("where") is None:
        return
    depth = 0
    depths = [depth := depth + {"(": 1, ")": -1}.get(token.text, 0) for token in tokens]
    for clause in clauses(tokens):
        if tokens[clause.keyword].upper != "WHERE" or depths[clause.keyword]:
            continue
        sure = [
            one
            for one in clause.conditions
            if not any(
                token.text[1:] in query.optional and token.kind == "parameter" for token in tokens[one.first : one.end]
            )
        ]
        inside = any(tokens[place].upper == "WHERE" for place in range(clause.keyword + 1, clause.end))
        if not sure and not inside:
            text = "without its optional conditions this changes every row of the table"
            hint = "keep one condition that is always there"
            raise BrokenQueryError([Trouble(text=text, hint=hint, offset=tokens[clause.keyword].start)])
