/** A PDF file to show: each page has a red square in its upper left quarter, and its number as text. */
export function pdfFile(pageCount: number): string {
  const pageId = (index: number) => 4 + 2 * index;
  const indexes = Array.from({ length: pageCount }, (_, index) => index);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pageCount}/Kids[${indexes.map((at) => `${pageId(at)} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...indexes.flatMap((at) => [page(pageId(at) + 1), content(`Page ${at + 1}`)]),
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return `${file}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
}

/** A sheet of A4. */
function page(contentId: number): string {
  const resources = '<</Font<</F1 3 0 R>>>>';
  return `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources${resources}/Contents ${contentId} 0 R>>`;
}

function content(text: string): string {
  const stream = `1 0 0 rg 40 640 160 160 re f 0 g BT /F1 48 Tf 40 500 Td (${text}) Tj ET`;
  return `<</Length ${stream.length}>>\nstream\n${stream}\nendstream`;
}
