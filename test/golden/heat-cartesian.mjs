// Pointwise values of differential operators in dimension 2:
//   out[0] = nu u_aa - u u u
// u_01 is the component of the symmetrised derivative of u along the frame vectors 0 and 1 of a node.
function createKernel({ rows, rest: { runs, offsets, stencils } }) {
  // Rows of 32 nodes, periodic; lines l are combinations of source rows r.
  function rows0({ pieces, coefficients }, f0, out0, p_nu) {
    for (let p = 0, c = 0; p < pieces.length; p += 7, c += 0) {
      const start = pieces[p];
      const r0 = pieces[p + 2];
      const r1 = pieces[p + 3];
      const r2 = pieces[p + 4];
      const r3 = pieces[p + 5];
      const r4 = pieces[p + 6];
      let f0r0v0 = f0[r0], f0r0v1 = f0[r0 + 1], f0r0v2 = f0[r0 + 2], f0r0v3 = f0[r0 + 3], f0r0v4 = 0;
      let next = 2;
      for (; next + 5 <= 30; next += 5) {
        {
          f0r0v4 = f0[r0 + next + 2];
          const f0r1v = f0[r1 + next];
          const f0r4v = f0[r4 + next];
          const f0r2v = f0[r2 + next];
          const f0r3v = f0[r3 + next];
          const u_0lin = -2.1615185843698725 * (f0r0v0 + f0r0v4) + 34.58429734991796 * (f0r0v1 + f0r0v3) - 101.32118364233779 * f0r0v2 - 1.2158542037080535 * (f0r1v + f0r4v) + 19.453667259328856 * (f0r2v + f0r3v);
          const u_ = f0r0v2;
          const t2 = p_nu * u_0lin;
          const t5 = u_ * u_;
          const t6 = u_ * t5;
          const t7 = -t6;
          const t8 = t2 + t7;
          out0[start + next] = t8;
        }
        {
          f0r0v0 = f0[r0 + next + 3];
          const f0r1v = f0[r1 + next + 1];
          const f0r4v = f0[r4 + next + 1];
          const f0r2v = f0[r2 + next + 1];
          const f0r3v = f0[r3 + next + 1];
          const u_0lin = -2.1615185843698725 * (f0r0v1 + f0r0v0) + 34.58429734991796 * (f0r0v2 + f0r0v4) - 101.32118364233779 * f0r0v3 - 1.2158542037080535 * (f0r1v + f0r4v) + 19.453667259328856 * (f0r2v + f0r3v);
          const u_ = f0r0v3;
          const t2 = p_nu * u_0lin;
          const t5 = u_ * u_;
          const t6 = u_ * t5;
          const t7 = -t6;
          const t8 = t2 + t7;
          out0[start + next + 1] = t8;
        }
        {
          f0r0v1 = f0[r0 + next + 4];
          const f0r1v = f0[r1 + next + 2];
          const f0r4v = f0[r4 + next + 2];
          const f0r2v = f0[r2 + next + 2];
          const f0r3v = f0[r3 + next + 2];
          const u_0lin = -2.1615185843698725 * (f0r0v2 + f0r0v1) + 34.58429734991796 * (f0r0v3 + f0r0v0) - 101.32118364233779 * f0r0v4 - 1.2158542037080535 * (f0r1v + f0r4v) + 19.453667259328856 * (f0r2v + f0r3v);
          const u_ = f0r0v4;
          const t2 = p_nu * u_0lin;
          const t5 = u_ * u_;
          const t6 = u_ * t5;
          const t7 = -t6;
          const t8 = t2 + t7;
          out0[start + next + 2] = t8;
        }
        {
          f0r0v2 = f0[r0 + next + 5];
          const f0r1v = f0[r1 + next + 3];
          const f0r4v = f0[r4 + next + 3];
          const f0r2v = f0[r2 + next + 3];
          const f0r3v = f0[r3 + next + 3];
          const u_0lin = -2.1615185843698725 * (f0r0v3 + f0r0v2) + 34.58429734991796 * (f0r0v4 + f0r0v1) - 101.32118364233779 * f0r0v0 - 1.2158542037080535 * (f0r1v + f0r4v) + 19.453667259328856 * (f0r2v + f0r3v);
          const u_ = f0r0v0;
          const t2 = p_nu * u_0lin;
          const t5 = u_ * u_;
          const t6 = u_ * t5;
          const t7 = -t6;
          const t8 = t2 + t7;
          out0[start + next + 3] = t8;
        }
        {
          f0r0v3 = f0[r0 + next + 6];
          const f0r1v = f0[r1 + next + 4];
          const f0r4v = f0[r4 + next + 4];
          const f0r2v = f0[r2 + next + 4];
          const f0r3v = f0[r3 + next + 4];
          const u_0lin = -2.1615185843698725 * (f0r0v4 + f0r0v3) + 34.58429734991796 * (f0r0v0 + f0r0v2) - 101.32118364233779 * f0r0v1 - 1.2158542037080535 * (f0r1v + f0r4v) + 19.453667259328856 * (f0r2v + f0r3v);
          const u_ = f0r0v1;
          const t2 = p_nu * u_0lin;
          const t5 = u_ * u_;
          const t6 = u_ * t5;
          const t7 = -t6;
          const t8 = t2 + t7;
          out0[start + next + 4] = t8;
        }
      }
      for (let i = 0; i < 32; i = i === 1 ? next : i + 1) {
        const u_0lin = -2.1615185843698725 * (f0[r0 + (i < 2 ? i + 30 : i - 2)] + f0[r0 + (i >= 30 ? i - 30 : i + 2)]) + 34.58429734991796 * (f0[r0 + (i < 1 ? i + 31 : i - 1)] + f0[r0 + (i >= 31 ? i - 31 : i + 1)]) - 101.32118364233779 * f0[r0 + i] - 1.2158542037080535 * (f0[r1 + i] + f0[r4 + i]) + 19.453667259328856 * (f0[r2 + i] + f0[r3 + i]);
        const u_ = f0[r0 + i];
        const t2 = p_nu * u_0lin;
        const t5 = u_ * u_;
        const t6 = u_ * t5;
        const t7 = -t6;
        const t8 = t2 + t7;
        out0[start + i] = t8;
      }
    }
  }
  return function run(fields, parameters, out) {
    const f0 = fields.u;
    const out0 = out[0];
    const p_nu = parameters.nu;


    rows0(rows[0], f0, out0, p_nu);
  };
}

/**
 * fields: name -> Float64Array(768); parameters: name -> number; out: one Float64Array(768) for each operator,
 * none of them a field.
 */
export const run = createKernel({
  // For each row: first node, number of nodes, first nodes of its source rows.
  rows: [
    { pieces: new Int32Array([0,32,0,704,736,32,64,32,32,32,736,0,64,96,64,32,64,0,32,96,128,96,32,96,32,64,128,160,128,32,128,64,96,160,192,160,32,160,96,128,192,224,192,32,192,128,160,224,256,224,32,224,160,192,256,288,256,32,256,192,224,288,320,288,32,288,224,256,320,352,320,32,320,256,288,352,384,352,32,352,288,320,384,416,384,32,384,320,352,416,448,416,32,416,352,384,448,480,448,32,448,384,416,480,512,480,32,480,416,448,512,544,512,32,512,448,480,544,576,544,32,544,480,512,576,608,576,32,576,512,544,608,640,608,32,608,544,576,640,672,640,32,640,576,608,672,704,672,32,672,608,640,704,736,704,32,704,640,672,736,0,736,32,736,672,704,0,32]), coefficients: new Float64Array([]) },
  ],
  rest: {
    // First node, number of nodes, stencil, offset list.
    runs: new Int32Array([]),
    offsets: [
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ],
    stencils: [
      undefined,
    ],
  },
});
