// Tables that become cards on a phone; roles are spelled out because that changes how they are drawn.

/**
 * `columns` is [{title, cell, look?, isHead?, isTitleHidden?, isWide?}]; `cell` draws one item.
 *
 * On a phone the head column titles the card and each other value stands beside its title.
 */
export function Table({ caption, columns, items, idOf, lookOf }) {
  return (
    <div class="table-wrap">
      <table class="table" role="table">
        <caption class="sr-only">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.title} scope="col" role="columnheader" class={column.look}>
                {column.isTitleHidden ? <span class="sr-only">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {items.map((item) => (
            <tr key={idOf(item)} role="row" class={lookOf?.(item)}>
              {columns.map((column) => (
                <Cell key={column.title} column={column} item={item} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ column, item }) {
  const look = [column.look, column.isWide && "wide"].filter(Boolean).join(" ") || undefined;
  const title = column.isTitleHidden || column.isHead ? undefined : column.title;
  if (column.isHead)
    return (
      <th scope="row" role="rowheader" class={look}>
        {column.cell(item)}
      </th>
    );
  return (
    <td role="cell" class={look} data-title={title}>
      {column.cell(item)}
    </td>
  );
}
